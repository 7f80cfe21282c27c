/** The staff's page for all kiosks; part of the one schema in `settings.ts`. */
import Type from 'typebox'

export const ConsoleSettings = Type.Object(
  {
    brokerUrl: Type.Optional(
      Type.String({
        // No name and no password in it; nothing that would end a header's value or add to it.
        pattern: '^wss?://(\\[[0-9a-fA-F:]+\\]|[a-zA-Z0-9][a-zA-Z0-9.-]*)(:\\d{1,5})?(/[a-zA-Z0-9._~/-]*)?$',
        maxLength: 200,
        examples: ['wss://broker.library.example/mqtt'],
        description:
          'The broker’s address for browsers (MQTT over WebSocket): the console under /console/ connects to it. It is there where staff.enabled is true. Leave out for the broker inside this kiosk (mqtt.embedded.webSocketPort). `wss` encrypts, and is a must beyond this machine.',
        restart: true,
      }),
    ),
  },
  { additionalProperties: false, default: {} },
)
