// The SARIF that is written from the test data is valid against the published schema.
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

// What GitHub's code scanning asks for, by Microsoft's validator. npm does not run its install script, which makes it executable.
const validator = fileURLToPath(new URL('node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool', import.meta.url));
chmodSync(validator, 0o755);
const done = spawnSync(validator, ['validate', join(process.env.UNBLOCK_PAGES, 'sample.sarif'), '--rule-kind', 'Sarif;Ghas', '--level', 'Error'],
  { encoding: 'utf8', env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } });
const errors = done.stdout.split('\n').filter((line) => / error [A-Z]+\d+/.test(line));
if (!done.stdout.includes('Analysis completed') || errors.length > 0) {
  console.error('the validator objects:', errors.slice(0, 5).join('\n') || done.stdout + done.stderr);
  process.exitCode = 1;
} else {
  console.log('sample.sarif: no error of the validator');
}
