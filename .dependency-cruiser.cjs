// The floors of docs/architecture: imports point down, never up. scripts/floors.ts runs this and requires that files were read at all.

const TEST_CODE = '\\.test\\.ts$|(^|/)testing/';
const rooms = (...names) => `^src/(${names.join('|')})/`;
const outside = (...names) => `^src/(?!(${names.join('|')})/)`;

/** Product code of a room may import the named rooms and itself; what it may not reach is an error. */
const floor = (room, ...below) => ({
  name: `floor-${room}`,
  severity: 'error',
  comment: `${room} may import ${[room, ...below].join(', ')} only.`,
  from: { path: rooms(room), pathNot: TEST_CODE },
  to: { path: outside(room, ...below) },
});

const PURE_BUILTINS_BARRED =
  '^(node:)?(fs|net|tls|http|https|http2|dgram|dns|os|process|cluster|child_process|worker_threads|timers|readline|sqlite|inspector)(/|$)';
const UNDER_SERVICES = ['services', 'runtime', 'venues', 'analytics', 'core'];

module.exports = {
  forbidden: [
    floor('core'),
    floor('analytics', 'core'),
    floor('venues', 'analytics', 'core'),
    floor('runtime', 'analytics', 'core'),
    floor('recordings', 'runtime', 'core'),
    floor('services', ...UNDER_SERVICES.slice(1)),
    floor('operations', ...UNDER_SERVICES),
    floor('client', 'operations', ...UNDER_SERVICES),
    floor('faces', 'client', 'operations', ...UNDER_SERVICES),
    floor('simulator', 'core'),
    {
      name: 'simulator-for-app-only',
      severity: 'error',
      comment: 'Simulated exchanges are started by the app and by tests, by nothing else.',
      from: { path: '^src/', pathNot: [rooms('app', 'simulator'), TEST_CODE] },
      to: { path: rooms('simulator') },
    },
    {
      name: 'venues-apart',
      severity: 'error',
      comment: 'A venue never imports another venue; what two wire formats share stands in src/venues/wire.',
      from: { path: '^src/venues/([^/]+)/', pathNot: TEST_CODE },
      to: { path: '^src/venues/[^/]+/', pathNot: ['^src/venues/$1/', '^src/venues/wire/'] },
    },
    {
      name: 'services-by-type',
      severity: 'error',
      comment: 'A service knows another by its types only, so that it can live in another process.',
      from: { path: '^src/services/([^/]+)/', pathNot: TEST_CODE },
      to: { path: '^src/services/[^/]+/', pathNot: '^src/services/$1/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'services-by-vocabulary',
      severity: 'error',
      comment: 'Above the services, only their answers and errors are imported: a client must not load the engines behind them.',
      from: { path: rooms('operations', 'client', 'faces'), pathNot: TEST_CODE },
      to: {
        path: '^src/services/',
        pathNot: '^src/services/[^/]+/(errors\\.ts$|answers(\\.ts$|/))',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'pure-rooms',
      severity: 'error',
      comment: 'core, analytics and venues have no file, connection, process or timer in them.',
      from: { path: rooms('core', 'analytics', 'venues'), pathNot: TEST_CODE },
      to: { path: [PURE_BUILTINS_BARRED, 'node_modules/(ws|fastify|pino|prom-client|commander)/'] },
    },
    {
      name: 'product-alone',
      severity: 'error',
      comment: 'Product code imports no test, script, benchmark or page.',
      from: { path: '^src/', pathNot: TEST_CODE },
      to: { path: ['^(scripts|bench|test|dashboard)/', TEST_CODE] },
    },
    {
      name: 'dashboard-by-http',
      severity: 'error',
      comment: 'The page talks to the HTTP face only.',
      from: { path: '^dashboard/', pathNot: TEST_CODE },
      to: { path: '^src/' },
    },
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'No circles, types included; market generators by others keep theirs.',
      from: { pathNot: '^test/markets/(one|two|three|four|five)/' },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that leads nowhere hides everything behind it from these rules.',
      from: { path: '^(src|bench|scripts|test)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'product-dependencies',
      severity: 'error',
      comment: 'What the product imports is among its dependencies, not those of development.',
      from: { path: '^src/', pathNot: TEST_CODE },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.pack)/' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
