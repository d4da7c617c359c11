// The arrows of docs/architecture.md, held by a tool: a package may import only the packages below it, by their front door.

/** What each room may stand on. A package that is not a key may import no bertkit package at all. */
const arrows = {
  'packages/random': [],
  'packages/tokenizer': [],
  'packages/graph': [],
  'packages/runtime': [],
  'packages/runtime-node': ['runtime'],
  'packages/runtime-web': ['runtime'],
  'packages/hub': ['runtime'],
  'packages/model': ['random', 'graph', 'runtime', 'tokenizer'],
  'packages/heads': ['graph', 'runtime', 'tokenizer', 'model'],
  'packages/masking': ['random', 'tokenizer'],
  'packages/training': ['random', 'graph', 'runtime', 'tokenizer', 'model', 'heads', 'masking'],
  'packages/model-box': [],
  'packages/pipelines': ['graph', 'runtime', 'tokenizer', 'model', 'heads'],
};

const everyPackage = Object.keys(arrows).map((room) => room.replace('packages/', ''));
const tests = '\\.test\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'front-door-only',
      comment: 'Import a package by its name, not by a path into its src.',
      severity: 'error',
      from: { path: '^(packages/[^/]+|apps/[^/]+|bench|conformance)/' },
      to: {
        path: '^(packages/[^/]+|apps/[^/]+|bench|conformance)/',
        pathNot: ['^$1/', '/src/(index|testing)\\.ts$', '/dist/(index|testing)\\.'],
      },
    },
    {
      name: 'testing-door-for-tests-only',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: [tests, '/src/testing\\.ts$'] },
      to: { path: '/src/testing\\.ts$' },
    },
    {
      name: 'no-import-of-apps',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|bench|conformance)/' },
    },
    ...Object.entries(arrows).map(([room, below]) => ({
      name: `arrows-of-${room.replace('packages/', '')}`,
      comment: `${room} may import ${below.length === 0 ? 'no other bertkit package' : below.join(', ')}.`,
      severity: 'error',
      from: { path: `^${room}/`, pathNot: tests },
      to: {
        path: `^packages/(${everyPackage.filter((name) => `packages/${name}` !== room && !below.includes(name)).join('|')})/`,
      },
    })),
    {
      name: 'node-modules-stay-in-node-rooms',
      comment: 'node: modules only in runtime-node, apps/cli, bench and conformance.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: ['^packages/runtime-node/', '^apps/cli/', tests] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-undeclared-dependency',
      severity: 'error',
      from: { path: '^(packages|apps|bench|conformance)/', pathNot: tests },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)\\.venv/|(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@bertkit/source', 'import', 'node', 'default'],
      mainFields: ['main', 'types'],
    },
  },
};
