/** The settings of the library system; part of the one schema in `settings.ts`. */
import { CHARSETS, DIALECT_NAMES } from 'sip2/dialects'
import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const

const pemFile = (what: string, example: string) =>
  Type.Optional(Type.String({ minLength: 1, examples: [example], description: what, restart: true }))

const TlsSettings = Type.Object(
  {
    ca: pemFile(
      "File with the certificates to trust, in PEM. Leave out where a public authority signed the server's.",
      '/etc/lectern/ils-ca.pem',
    ),
    fingerprint: Type.Optional(
      Type.String({
        pattern: '^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$',
        examples: [`${'5E:'.repeat(31)}5E`],
        description:
          "SHA-256 fingerprint of the server's certificate: only this one is trusted, whoever signed it. `sip2 doctor` shows it.",
        restart: true,
      }),
    ),
    serverName: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 253,
        examples: ['sip2.library.example'],
        description: "The name in the server's certificate, where it is not `host`.",
        restart: true,
      }),
    ),
    certificate: pemFile(
      "File with the kiosk's own certificate, in PEM, where the server asks for one; needs `key`.",
      '/etc/lectern/kiosk.pem',
    ),
    key: pemFile('File with its private key, in PEM.', '/etc/lectern/kiosk.key'),
  },
  {
    ...closed,
    description: 'Encryption. Leave out for plain TCP; `tls: {}` where nothing needs to be named.',
  },
)

const TelnetSettings = Type.Object(
  {
    userPrompt: Type.String({
      format: 'regex',
      default: 'login:',
      description: 'What the server asks for the user with (regular expression).',
      restart: true,
    }),
    user: Type.String({
      minLength: 1,
      maxLength: 255,
      examples: ['kiosk'],
      description: 'The user to give there.',
      restart: true,
    }),
    passwordPrompt: Type.String({
      format: 'regex',
      default: 'password:',
      description: 'What the server asks for the password with (regular expression).',
      restart: true,
    }),
    password: Type.String({
      maxLength: 255,
      default: '',
      description: 'The password to give there.',
      restart: true,
      secret: true,
    }),
  },
  {
    ...closed,
    description:
      'A login as on a terminal that comes before SIP2. Leave out where the server speaks SIP2 from the first byte.',
  },
)

export const IlsSettings = Type.Object(
  {
    host: Type.String({ minLength: 1, description: "The library system's SIP2 server.", restart: true }),
    port: Type.Integer({
      minimum: 1,
      maximum: 65535,
      default: 6001,
      description: 'Its port.',
      restart: true,
    }),
    dialect: Type.Union(
      DIALECT_NAMES.map((name) => Type.Literal(name)),
      {
        default: 'generic',
        description:
          'Which library system it is: what it does differently (docs/ils-setup.md). `sip2 doctor` tells which fits.',
        restart: true,
      },
    ),
    user: Type.Optional(
      Type.String({
        maxLength: 255,
        description: 'SIP2 login user. Leave out where the server wants no login.',
        restart: true,
      }),
    ),
    password: Type.Optional(
      Type.String({ maxLength: 255, description: 'SIP2 login password.', restart: true, secret: true }),
    ),
    location: Type.String({
      maxLength: 255,
      default: '',
      description: 'Location code sent at login.',
      restart: true,
    }),
    institution: Type.String({
      maxLength: 255,
      default: '',
      description: 'Institution id, as the library system names it.',
      restart: true,
    }),
    terminalPassword: Type.String({
      maxLength: 255,
      default: '',
      description: 'Terminal password; empty at most libraries.',
      restart: true,
      secret: true,
    }),
    encoding: Type.Optional(
      Type.Union(
        CHARSETS.map((name) => Type.Literal(name)),
        {
          examples: ['utf8'],
          description: "Character encoding of messages. Leave out for the dialect's.",
          restart: true,
        },
      ),
    ),
    terminator: Type.Optional(
      Type.Union([Type.Literal('CR'), Type.Literal('CRLF')], {
        examples: ['CR'],
        description: "End of each message we send. Leave out for the dialect's.",
        restart: true,
      }),
    ),
    errorDetection: Type.Optional(
      Type.Boolean({
        examples: [true],
        description: "Sequence numbers and checksums. Leave out for the dialect's.",
        restart: true,
      }),
    ),
    currency: Type.Optional(
      Type.String({
        pattern: '^[A-Z]{3}$',
        examples: ['EUR'],
        description:
          "Currency of amounts that the server sends without one (ISO 4217). Leave out for the dialect's.",
        restart: true,
      }),
    ),
    timeoutSeconds: Type.Number({
      minimum: 1,
      maximum: 60,
      default: 10,
      unit: 's',
      description: 'How long to wait for an answer.',
      restart: true,
    }),
    tls: Type.Optional(TlsSettings),
    telnet: Type.Optional(TelnetSettings),
    keepAliveSeconds: Type.Optional(
      Type.Integer({
        minimum: 5,
        maximum: 600,
        unit: 's',
        examples: [60],
        description:
          "After so long without a request the server is asked for its status. Leave out for the dialect's; must be shorter than the server's own patience.",
        restart: true,
      }),
    ),
    connections: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 4,
        unit: 'connections',
        examples: [2],
        description:
          "Connections at a time. Leave out for the dialect's; more than 1 only where the library system allows them.",
        restart: true,
      }),
    ),
    silenceSeconds: Type.Number({
      minimum: 1,
      maximum: 30,
      default: 2,
      unit: 's',
      description:
        'Unanswered for so long, the library system counts as away, and patrons are told. Longer for a slow server.',
      restart: true,
    }),
  },
  closed,
)

export type IlsSettings = Static<typeof IlsSettings>
