// The SARIF that is written from the test data is valid against the published schema.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const schema = JSON.parse(readFileSync(new URL('sarif_schema/sarif-2.1.0.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(schema);

for (const name of ['sample.sarif', 'hostile.sarif']) {
  const log = JSON.parse(readFileSync(join(process.env.UNBLOCK_PAGES, name), 'utf8'));
  if (!validate(log)) {
    console.error(name, JSON.stringify(validate.errors.slice(0, 5), null, 2));
    process.exitCode = 1;
  } else {
    console.log(`${name}: valid, ${log.runs[0].results.length} results`);
  }
}

// A schema that accepts everything would prove nothing.
const broken = JSON.parse(readFileSync(join(process.env.UNBLOCK_PAGES, 'sample.sarif'), 'utf8'));
delete broken.runs[0].tool;
if (validate(broken)) {
  console.error('the schema accepts a run without a tool');
  process.exitCode = 1;
}
