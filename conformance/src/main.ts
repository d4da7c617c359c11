import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createNodeRuntime } from '@bertkit/runtime-node';
import { foldersIn } from './golden-files.js';
import { runSuite } from './suite.js';

const usage = `conformance [DIRECTORY] [--group NAME] [--case TEXT]

Holds bertkit to the references: runs the cases of a directory made by them.

  DIRECTORY     where the cases are. Default: ../shared/golden beside this repository, if it is there
  --group NAME  only this folder of it, with all of its failures
  --case TEXT   only cases with this in their name`;

/** Beside the repository, whose folder `conformance` this file is in. */
const defaultDirectory = fileURLToPath(new URL('../../../shared/golden', import.meta.url));

process.exitCode = await main();

async function main(): Promise<number> {
  let given: ReturnType<typeof parse>;
  try {
    given = parse();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
  const { values, positionals } = given;
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [directory = defaultDirectory] = positionals;
  if (positionals.length === 0 && !existsSync(directory)) {
    console.log(`No cases to run: there is no ${directory}, and no other directory was named.`);
    return 0;
  }
  const fault = faultOf(directory, values.group);
  if (fault !== undefined) {
    console.error(fault);
    return 2;
  }
  const failed = await runSuite(directory, {
    runtime: createNodeRuntime(),
    group: values.group,
    caseName: values.case,
    print: (line) => console.log(line),
  });
  return failed === 0 ? 0 : 1;
}

function parse() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { group: { type: 'string' }, case: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (positionals.length > 1) throw new Error(`One directory can be run, but ${positionals.length} were named.`);
  return { values, positionals };
}

function faultOf(directory: string, group: string | undefined): string | undefined {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) return `${directory} is not a directory.`;
  const folders = foldersIn(directory);
  if (folders.length === 0) return `${directory} has no folders, and so no cases.`;
  if (group !== undefined && !folders.includes(group)) {
    return `${directory} has no folder ${group}; it has ${folders.join(', ')}.`;
  }
  return undefined;
}
