/** Where the kiosk tells how it is; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'

const name = (value: string, description: string) =>
  Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,31}$', default: value, description, restart: true })

export const MqttSettings = Type.Object(
  {
    url: Type.String({
      // No name and no password in it: addresses are logged.
      pattern: '^mqtts?://[^/@\\s]+/?$',
      examples: ['mqtts://broker.library.example:8883', 'mqtt://127.0.0.1:1883'],
      description: "The broker's address (MQTT 3.1.1). `mqtts` encrypts, and is a must beyond this machine.",
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
    passwordFile: Type.Optional(
      Type.String({
        minLength: 1,
        examples: ['/etc/lectern/mqtt-password'],
        description: 'File that holds the password and nothing else. It is read at each connection.',
        restart: true,
      }),
    ),
    ca: Type.Optional(
      Type.String({
        minLength: 1,
        examples: ['/etc/lectern/mqtt-ca.pem'],
        description:
          "File with the certificates to trust, in PEM. Leave out where a public authority signed the broker's.",
        restart: true,
      }),
    ),
    titles: Type.Boolean({
      default: true,
      description:
        'Tell the title and the number of the item with a gate alarm and with an exception of the drop. No patron is ever told.',
      restart: true,
    }),
  },
  {
    additionalProperties: false,
    description: 'Monitoring over MQTT: see docs/mqtt.md. Leave out where nobody listens.',
  },
)

export type MqttSettings = Static<typeof MqttSettings>
