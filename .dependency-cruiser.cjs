/**
 * The engine's layers from the bottom up: each may use those before it, and none after it, not even for a type.
 * `engine/io` stands beside them: it gives them disk, network and decoders through interfaces that they declare.
 */
const LAYERS = [
  'base',
  'tensor',
  'random',
  'backends',
  'nn',
  'data',
  'project',
  'evaluate',
  'train',
  'health',
  'exchange',
  'runs',
  'jobs',
  'text',
];

const folders = (layers) => `^engine/(${layers.join('|')})/`;
const TEST = '\\.test\\.tsx?$';
const DOORS = '^engine/(cli|worker)(/|\\.ts$)';

const layerRules = LAYERS.slice(0, -1).map((layer, i) => ({
  name: `${layer}-uses-lower-layers-only`,
  severity: 'error',
  from: { path: folders([layer]), pathNot: TEST },
  to: { path: folders(LAYERS.slice(i + 1)) },
}));

/** Plain modules: in the window they run as they do here. */
const NODE_FREE = '^engine/(?!io/|backends/onnxruntime/|cli(/|\\.ts)|worker\\.ts|.*\\.test\\.ts$|testing/)';

/** Engine modules for the window: pure ones, and the reference backend for what is shown of single
 * samples and of models with a few parameters. */
const RENDERER_MAY =
  '^engine/(base|tensor|random|nn|data|project|evaluate|exchange/torch|jobs|text)/|^engine/(train/(course|events|landscape|rows)|backends/reference)\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules form no cycle when they run; types may refer to each other.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-cycles-of-types-in-the-engine',
      comment: 'Except one: a problem has facts, and facts may hold a shape or another problem.',
      severity: 'error',
      from: { path: folders(LAYERS), pathNot: '^engine/base/(problem|facts|shape)\\.ts$' },
      to: { circular: true },
    },
    ...layerRules,
    {
      name: 'text-is-for-people',
      comment: 'Sentences are made where people read them: the window, the command line, native dialogs.',
      severity: 'error',
      from: { pathNot: `${TEST}|^engine/(text|cli|testing)/|^engine/cli\\.ts$|^(renderer|electron/main)/` },
      to: { path: '^engine/text/' },
    },
    {
      name: 'engine-knows-no-doors',
      comment: 'The command line and the worker stand above everything else in the engine.',
      severity: 'error',
      from: { path: folders([...LAYERS, 'io']), pathNot: TEST },
      to: { path: DOORS },
    },
    {
      name: 'only-tests-use-testing',
      severity: 'error',
      from: { pathNot: `${TEST}|^(engine|electron|renderer)/testing/|^e2e/` },
      to: { path: '^(engine|electron|renderer)/testing/' },
    },
    {
      name: 'engine-stands-alone',
      comment: 'The engine knows neither the desktop shell nor the window.',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: '^(electron|renderer|e2e)/' },
    },
    {
      name: 'engine-is-pure',
      comment:
        'Node is reached only through engine/io, the onnxruntime backend, the command line and the worker.',
      severity: 'error',
      from: { path: NODE_FREE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-engine-takes-no-node-parts',
      severity: 'error',
      from: { path: NODE_FREE },
      to: {
        path: '^engine/(io|backends/onnxruntime|cli)/|^engine/(cli|worker)\\.ts$|^node_modules/(onnxruntime-node|sharp)',
      },
    },
    {
      name: 'renderer-is-sandboxed',
      severity: 'error',
      from: { path: '^renderer/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-takes-pure-engine-modules',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^engine/', pathNot: RENDERER_MAY },
    },
    {
      name: 'renderer-takes-only-types-of-the-contract',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'state-knows-no-screens',
      comment: 'What the window knows stands below what people can do, and both below what is shown.',
      severity: 'error',
      from: { path: '^renderer/(state|images)/', pathNot: TEST },
      to: { path: '^renderer/(?!state/|images/|app\\.ts|loom\\.ts|jobs\\.ts)' },
    },
    {
      name: 'actions-know-no-screens',
      severity: 'error',
      from: { path: '^renderer/actions/' },
      to: {
        path: '^renderer/((main|useApp)\\.tsx?$|(shell|build|data|train|understand|export)/)',
      },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { path: '^(engine|electron|renderer)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Our own build folders only: many packages have a folder dist, and would pass unseen.
    exclude: { path: '^(dist|out|release)/|(^|/)node_modules/.*/node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
    },
  },
};
