/** Where the kiosk tells how it is; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'

const name = (value: string, description: string) =>
  Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,31}$', default: value, description, restart: true })

const file = (description: string, example: string) =>
  Type.Optional(Type.String({ minLength: 1, examples: [example], description, restart: true }))

const EmbeddedSettings = Type.Object(
  {
    port: Type.Integer({
      minimum: 1,
      maximum: 65_535,
      default: 1883,
      description: 'Where it listens for MQTT.',
      restart: true,
    }),
    webSocketPort: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 65_535,
        examples: [9001],
        description:
          'Where it listens for MQTT over WebSocket, which a browser speaks; only with usersFile. Leave out where none does.',
        restart: true,
      }),
    ),
    origins: Type.Array(Type.String({ pattern: '^https?://[^/\\s]+$' }), {
      maxItems: 20,
      default: [],
      description:
        'Pages that may connect over WebSocket, such as `https://staff.library.example`; this kiosk’s own always may.',
      restart: true,
    }),
    listenBeyondLoopback: Type.Boolean({
      default: false,
      description:
        'Let other machines connect. Nothing is encrypted: only where nobody else is on that network, and with usersFile.',
      restart: true,
    }),
    usersFile: file(
      'Who may connect, one `user:hash` a line, as `mosquitto_passwd` writes it. Without it, programs on this machine may listen, no browser may, and nobody may order. It is read at each connection.',
      '/etc/lectern/mqtt-users',
    ),
  },
  { additionalProperties: false, default: {}, description: 'The broker inside, for `broker: embedded`.' },
)

const HomeAssistantSettings = Type.Object(
  {
    enabled: Type.Boolean({
      default: false,
      description:
        'Home Assistant, at the same broker, finds this kiosk by itself. The broker must let the kiosk write below `prefix`: see provisioning/mqtt.',
      restart: true,
    }),
    prefix: Type.String({
      pattern: '^[a-zA-Z0-9_-]{1,64}$',
      default: 'homeassistant',
      description: 'First level of the topics Home Assistant looks at, as its MQTT integration has it.',
      restart: true,
    }),
  },
  { additionalProperties: false, default: {} },
)

export const MqttSettings = Type.Object(
  {
    broker: Type.Union([Type.Literal('external'), Type.Literal('embedded')], {
      default: 'external',
      description:
        '`external`: a broker of the library’s, at `url`. `embedded`: one inside this kiosk, for a single kiosk (MQTT 3.1.1, nothing kept over a restart).',
      restart: true,
    }),
    url: Type.Optional(
      Type.String({
        // No name and no password in it: addresses are logged.
        pattern: '^mqtts?://[^/@\\s]+/?$',
        examples: ['mqtts://broker.library.example:8883', 'mqtt://127.0.0.1:1883'],
        description: "The external broker's address. `mqtts` encrypts, and is a must beyond this machine.",
        restart: true,
      }),
    ),
    version: Type.Union([Type.Literal('auto'), Type.Literal(5), Type.Literal('3.1.1')], {
      default: 'auto',
      description: 'Of MQTT. `auto`: 5, and 3.1.1 where the broker refuses that.',
      restart: true,
    }),
    site: name(
      'main',
      'This library, in `lectern/{site}/{kiosk}/…`. Lower case letters, digits and hyphens.',
    ),
    base: name('lectern', 'First level of every topic.'),
    username: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        examples: ['kiosk-1'],
        description: 'User at the broker. Leave out where it asks for none.',
        restart: true,
      }),
    ),
    passwordFile: file(
      'File that holds the password and nothing else. It is read at each connection.',
      '/etc/lectern/mqtt-password',
    ),
    ca: file(
      "File with the certificates to trust, in PEM. Leave out where a public authority signed the broker's.",
      '/etc/lectern/mqtt-ca.pem',
    ),
    certificate: file(
      'File with this kiosk’s own certificate, in PEM, where the broker asks for one. It is read at each connection.',
      '/etc/lectern/mqtt-kiosk.pem',
    ),
    key: file('File with its private key, in PEM.', '/etc/lectern/mqtt-kiosk.key'),
    titles: Type.Boolean({
      default: true,
      description:
        'Tell the title and the number of the item with a gate alarm, with an exception of the drop and with a notice. No patron is ever told.',
      restart: true,
    }),
    commands: Type.Boolean({
      default: false,
      description:
        'Take orders (docs/mqtt.md). Only with a broker that asks who is there and lets staff alone publish them: see provisioning/mqtt.',
      restart: true,
    }),
    homeAssistant: HomeAssistantSettings,
    embedded: EmbeddedSettings,
  },
  {
    additionalProperties: false,
    description: 'Monitoring over MQTT: see docs/mqtt.md. Leave out where nobody listens.',
  },
)

export type MqttSettings = Static<typeof MqttSettings>
export type EmbeddedBrokerSettings = MqttSettings['embedded']
