/** The walls between the rooms: who may import whom. `npm run check` holds them. */

const TEST = '\\.(test|test-support)\\.ts$'
const AGENT = 'device-agent/src'

/** Nothing in `from` imports anything of ours outside `allowed`. */
const only = (name, why, from, allowed, fromNot = TEST) => ({
  name,
  comment: why,
  severity: 'error',
  from: { path: from, pathNot: fromNot },
  to: { path: '^(sip2-bridge|device-agent|kiosk-ui|tests|scripts)/', pathNot: allowed },
})

module.exports = {
  forbidden: [
    only(
      'sip2-stands-alone',
      'sip2-bridge knows no device and no screen: others use it alone.',
      '^sip2-bridge/',
      ['^sip2-bridge/'],
      '^$',
    ),
    only('protocol-is-pure', 'The codec imports nothing but itself.', '^sip2-bridge/src/protocol/', [
      '^sip2-bridge/src/protocol/',
    ]),
    {
      name: 'protocol-does-no-io',
      comment: 'Bytes in, facts out: the codec opens nothing.',
      severity: 'error',
      from: { path: ['^sip2-bridge/src/protocol/', `^${AGENT}/tags/`, '/codec\\.ts$'], pathNot: TEST },
      to: { dependencyTypes: ['core'], path: '^(node:)?(fs|net|tls|http|https|dgram|child_process|timers)' },
    },
    only('connection', 'One socket: it knows the codec only.', '^sip2-bridge/src/connection/', [
      '^sip2-bridge/src/(connection|protocol)/',
      // What a failed call is called; types and one error class.
      '^sip2-bridge/src/circulation/types\\.ts$',
    ]),
    only('circulation', 'Plain words over the connection.', '^sip2-bridge/src/(circulation|dialects)/', [
      '^sip2-bridge/src/(circulation|dialects|connection|protocol)/',
    ]),
    only('transcript', 'Text in, text out.', '^sip2-bridge/src/transcript/', [
      '^sip2-bridge/src/(transcript|protocol)/',
    ]),
    only(
      'screen-sees-contract',
      "The screen knows the agent's contract and nothing else.",
      '^kiosk-ui/src/',
      ['^kiosk-ui/', `^${AGENT}/contract/`],
    ),
    only('contract-is-shared', 'What crosses to the browser needs nothing.', `^${AGENT}/contract/`, [
      `^${AGENT}/contract/`,
    ]),
    only('runtime-is-bottom', 'Time and signals need nothing.', `^${AGENT}/runtime/`, [`^${AGENT}/runtime/`]),
    only('tags-are-pure', 'Tag formats: bytes and facts.', `^${AGENT}/tags/`, [
      `^${AGENT}/(tags|contract|runtime)/`,
    ]),
    only('transports', 'Bytes in, bytes out.', `^${AGENT}/transports/`, [
      `^${AGENT}/(transports|contract|runtime)/`,
    ]),
    only('devices', 'A device knows its port and its tags, not what they are for.', `^${AGENT}/devices/`, [
      `^${AGENT}/(devices|transports|tags|contract|runtime)/`,
      `^${AGENT}/config/(device-)?settings\\.ts$`,
      `^${AGENT}/signals/contract\\.ts$`,
    ]),
    {
      name: 'device-classes-apart',
      comment: 'One device class never imports another.',
      severity: 'error',
      from: { path: `^${AGENT}/devices/([^/]+)/` },
      to: { path: `^${AGENT}/devices/[^/]+/`, pathNot: `^${AGENT}/devices/($1|shared)/` },
    },
    {
      name: 'shared-knows-no-class',
      comment: 'What several classes are built on (a reader, the air) knows none of them.',
      severity: 'error',
      from: { path: `^${AGENT}/devices/shared/`, pathNot: TEST },
      to: { path: `^${AGENT}/devices/(?!shared/)[^/]+/` },
    },
    {
      name: 'drivers-apart',
      comment: 'A driver folder is the unit: delete it and the device is gone.',
      severity: 'error',
      from: { path: `^${AGENT}/devices/([^/]+)/([^/]+)/`, pathNot: TEST },
      to: {
        path: `^${AGENT}/devices/[^/]+/[^/]+/`,
        pathNot: [`^${AGENT}/devices/$1/$2/`, `^${AGENT}/devices/shared/`],
      },
    },
    {
      name: 'only-the-root-knows-drivers',
      comment: 'Concrete drivers are known to drivers.ts and to tests; the bench knows emulators only.',
      severity: 'error',
      from: { path: '.', pathNot: [`^${AGENT}/drivers\\.ts$`, TEST, '^tests/', `^${AGENT}/devices/`] },
      to: { path: `^${AGENT}/devices/[^/]+/[^/]+/driver\\.ts$` },
    },
    {
      name: 'only-the-bench-knows-emulators',
      comment: 'Nothing that runs on a real kiosk reaches an emulator.',
      severity: 'error',
      from: { path: '.', pathNot: [`^${AGENT}/bench/`, TEST, '^tests/', '/emulator[^/]*\\.ts$'] },
      to: {
        path: [`^${AGENT}/devices/.+/emulator[^/]*\\.ts$`, `^${AGENT}/transports/emulator-(host|caller)-`],
      },
    },
    {
      name: 'flows-see-contracts',
      comment: 'A flow names effects: it knows contracts, never a driver, a port or HTTP.',
      severity: 'error',
      from: { path: `^${AGENT}/flows/`, pathNot: TEST },
      to: {
        path: [
          `^${AGENT}/(http|transports|bench|config)/`,
          `^${AGENT}/devices/[^/]+/[^/]+/`,
          `^${AGENT}/journal/(?!contract\\.ts$)`,
          '^sip2-bridge/src/(protocol|connection|dialects|simulator)/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'http-and-monitoring-look-on',
      comment: 'They show what is; they reach no driver, no port and no journal.',
      severity: 'error',
      from: { path: `^${AGENT}/(http|monitoring)/`, pathNot: TEST },
      to: { path: [`^${AGENT}/(transports|journal|bench)/`, `^${AGENT}/devices/[^/]+/[^/]+/`] },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'Product code imports no test.',
      severity: 'error',
      from: { path: '^(sip2-bridge|device-agent|kiosk-ui)/', pathNot: TEST },
      to: { path: [TEST, '^tests/', '(^|/)(vitest|fast-check)/'] },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolves',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: { pathNot: '\\.svelte$' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(dist|fixtures)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'svelte'],
      extensions: ['.ts', '.mjs', '.js', '.svelte', '.json'],
    },
  },
}
