import { processTerminal } from './process-terminal.js';
import { run } from './run.js';

process.exitCode = await run(processTerminal());
