// The list of what the script adds. Each part works alone, and the page works without any.
import { addZoom } from './zoom';
import { addHints } from './hints';
import { addFindingSearch } from './findings';
import { followLinks } from './links';
import { addSeriesFilter } from './series';
import { addSorting } from './sorting';
import { addThemeChoice } from './theme';

for (const part of [addThemeChoice, addSorting, addSeriesFilter, addFindingSearch, addHints, addZoom, followLinks]) part();
