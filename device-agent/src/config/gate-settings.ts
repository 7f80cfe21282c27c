/** The settings of the security gates; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const
const restart = { restart: true } as const

const time = (description: string) =>
  Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$', examples: ['19:00'], description })

const GateSettings = Type.Object(
  {
    id: Type.String({
      pattern: '^[a-z0-9][a-z0-9-]{0,31}$',
      examples: ['main-entrance'],
      description: 'Names this gate in logs, messages and counts. Each once.',
      ...restart,
    }),
    name: Type.String({
      minLength: 1,
      maxLength: 60,
      examples: ['Main entrance'],
      description: 'What staff call it.',
      ...restart,
    }),
    protocol: Type.Union([Type.Literal('feig-gate'), Type.Literal('dry-contact')], {
      default: 'feig-gate',
      description:
        '`feig-gate`: a FEIG reader on the network. `dry-contact`: any gate with a relay, by `signals`.',
      ...restart,
    }),
    url: Type.Optional(
      Type.String({
        pattern: '^(tcp|tcp-listen)://',
        examples: ['tcp://192.168.1.70:10001', 'tcp-listen://0.0.0.0:20001?from=192.168.1.70'],
        description: 'Where the reader is; in Notification Mode, where it connects to.',
        ...restart,
      }),
    ),
    mode: Type.Union([Type.Literal('buffered'), Type.Literal('notification')], {
      default: 'buffered',
      description:
        '`buffered`: the kiosk asks (Buffered Read Mode). `notification`: the reader connects to the kiosk and tells.',
      ...restart,
    }),
    host: Type.Optional(
      Type.String({
        pattern: '^tcp://',
        examples: ['tcp://192.168.1.70:10001'],
        description: "In Notification Mode the reader's own port, for counts, inputs, light and sound.",
        ...restart,
      }),
    ),
    mac: Type.Optional(
      Type.String({
        pattern: '^([0-9A-F]{2}:){5}[0-9A-F]{2}$',
        examples: ['00:0B:AA:12:34:56'],
        description: 'Knows the gate by the MAC in its records, where its address does not tell.',
        ...restart,
      }),
    ),
    busAddress: Type.Integer({
      minimum: 0,
      maximum: 255,
      default: 255,
      description: "The reader's bus address; 255 speaks to any.",
      ...restart,
    }),
    pollMilliseconds: Type.Integer({
      minimum: 5,
      maximum: 1000,
      default: 10,
      unit: 'ms',
      description: 'Pause between two looks into the buffer.',
      ...restart,
    }),
    acknowledge: Type.Boolean({
      default: true,
      description:
        'In Notification Mode the reader waits for an acknowledgement; without it alarms can be lost.',
      ...restart,
    }),
    keepAliveSeconds: Type.Integer({
      minimum: 0,
      maximum: 3600,
      default: 30,
      unit: 's',
      description: 'In Notification Mode so often the reader says that it is there. 0: never.',
      ...restart,
    }),
    filter: Type.Union([Type.Literal('afi'), Type.Literal('eas'), Type.Literal('both')], {
      default: 'afi',
      description: "What the reader's own filter lets through.",
      ...restart,
    }),
    counter: Type.Union([Type.Literal('none'), Type.Literal('feig-gpc')], {
      default: 'none',
      description:
        '`feig-gpc`: the people counter ID ISC.ANT.GPC behind the reader. The layout of its answer is not published: compare with its display.',
      ...restart,
    }),
    counterAddress: Type.Integer({
      minimum: 0,
      maximum: 255,
      default: 1,
      description: "The people counter's bus address.",
      ...restart,
    }),
    directionIn: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 255,
        examples: [1],
        description: "On a gate that tells directions: the byte's value for in, as seen when it was set up.",
        ...restart,
      }),
    ),
    directionOut: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 255, examples: [2], description: 'The same for out.', ...restart }),
    ),
    tamperInput: Type.Integer({
      minimum: 0,
      maximum: 5,
      default: 0,
      description: "Number of the reader's input at the cover's contact. 0: none.",
      ...restart,
    }),
    tamperOpen: Type.Boolean({
      default: false,
      description: 'Level of that input while the cover is open.',
      ...restart,
    }),
    lightOutput: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 255,
        examples: [1],
        description: "The lamp's output, as the reader's manual numbers it (OUT-NR of [0x72]).",
        ...restart,
      }),
    ),
    soundOutput: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 255,
        examples: [2],
        description: "The buzzer's output.",
        ...restart,
      }),
    ),
    sounds: Type.Union([Type.Literal('gate'), Type.Literal('kiosk')], {
      default: 'gate',
      description:
        'Who switches light and sound for an alarm. Only the kiosk knows silent hours and test tags.',
      ...restart,
    }),
    alarmSignal: Type.Optional(
      Type.String({
        examples: ['gateAlarm'],
        description: 'With `dry-contact`: the signal of the alarm relay.',
        ...restart,
      }),
    ),
    beamASignal: Type.Optional(
      Type.String({
        examples: ['gateBeamA'],
        description: 'With `dry-contact`: the beam that who comes in breaks first.',
        ...restart,
      }),
    ),
    beamBSignal: Type.Optional(
      Type.String({ examples: ['gateBeamB'], description: 'The other beam.', ...restart }),
    ),
    lightSignal: Type.Optional(
      Type.String({ examples: ['gateLight'], description: 'The lamp.', ...restart }),
    ),
    soundSignal: Type.Optional(
      Type.String({ examples: ['gateSound'], description: 'The buzzer.', ...restart }),
    ),
  },
  { ...closed, description: 'One security gate.' },
)

const SilentTimeSettings = Type.Object(
  {
    days: Type.Array(
      Type.Union([
        Type.Literal('mon'),
        Type.Literal('tue'),
        Type.Literal('wed'),
        Type.Literal('thu'),
        Type.Literal('fri'),
        Type.Literal('sat'),
        Type.Literal('sun'),
      ]),
      { minItems: 1, uniqueItems: true, examples: [['mon', 'tue']], description: 'Days on which it begins.' },
    ),
    from: time('When it begins.'),
    to: time('When it ends; where that is not later, on the next day.'),
  },
  { ...closed, description: 'A time of the week.' },
)

export const GatesSettings = Type.Object(
  {
    list: Type.Array(GateSettings, {
      maxItems: 32,
      default: [],
      examples: [[{ id: 'main-entrance', name: 'Main entrance', url: 'tcp://192.168.1.70:10001' }]],
      description: 'The security gates this kiosk watches.',
      ...restart,
    }),
    listenBeyondLoopback: Type.Boolean({
      default: false,
      description:
        'Gates in Notification Mode may connect from the network. Let only the gates reach that port.',
      ...restart,
    }),
    sameTagSeconds: Type.Integer({
      minimum: 1,
      maximum: 600,
      default: 10,
      unit: 's',
      description: 'The same tag at the same gate is one alarm until it was away for so long.',
    }),
    recentLoanMinutes: Type.Integer({
      minimum: 0,
      maximum: 1440,
      default: 10,
      unit: 'min',
      description:
        'For so long after a loan an alarm means that the tag was not switched, not that something is stolen.',
    }),
    lookUpMinutes: Type.Integer({
      minimum: 1,
      maximum: 1440,
      default: 60,
      unit: 'min',
      description:
        'For so long an alarm is looked up that could not be, because the library system was away.',
    }),
    keepAlarmsDays: Type.Integer({
      minimum: 1,
      maximum: 365,
      default: 14,
      unit: 'days',
      description: 'For so long it is kept which item raised an alarm.',
    }),
    keepCountsDays: Type.Integer({
      minimum: 31,
      maximum: 3660,
      default: 1100,
      unit: 'days',
      description: 'For so long the hourly counts are kept.',
    }),
    testTags: Type.Array(Type.String({ minLength: 1, maxLength: 32 }), {
      maxItems: 100,
      default: [],
      description: 'UIDs or item numbers of tags to test gates with: they raise no alarm with staff.',
    }),
    testEveryHours: Type.Integer({
      minimum: 0,
      maximum: 720,
      default: 0,
      unit: 'h',
      description:
        'A gate that has seen nothing, no test tag either, for so long is told to staff. 0: never.',
    }),
    silence: Type.Array(SilentTimeSettings, {
      maxItems: 50,
      default: [],
      examples: [[{ days: ['sat'], from: '18:00', to: '09:00' }]],
      description: 'When alarms are only written down: closing hours, move days.',
    }),
  },
  { ...closed, default: {} },
)

export type GatesSettings = Static<typeof GatesSettings>
export type GateSettings = Static<typeof GateSettings>
