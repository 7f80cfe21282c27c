/** Who is told when something ails the kiosk; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'
import type { SettingClash } from './drop-clashes.ts'
import type { OpeningHours } from './return-settings.ts'

const closed = { additionalProperties: false } as const
const file = (description: string, example: string) =>
  Type.Optional(Type.String({ minLength: 1, examples: [example], description, restart: true }))
const minutes = (description: string, maximum: number) =>
  Type.Integer({ minimum: 0, maximum, default: 0, unit: 'min', description })

/** No name of a person and no line break, which would begin another header. */
const ADDRESS = '[^\\s@<>,;"]{1,64}@[^\\s@<>,;"]{1,190}'
const HOOK = '[a-z0-9][a-z0-9-]{0,31}'

const MailSettings = Type.Object(
  {
    host: Type.String({
      pattern: '^[A-Za-z0-9.:-]{1,253}$',
      examples: ['mail.library.example'],
      description: 'The mail server that takes them.',
      restart: true,
    }),
    port: Type.Integer({
      minimum: 1,
      maximum: 65_535,
      default: 587,
      description: 'Its port.',
      restart: true,
    }),
    security: Type.Union([Type.Literal('starttls'), Type.Literal('tls'), Type.Literal('none')], {
      default: 'starttls',
      description:
        '`starttls`: encrypted once it is greeted, or not sent. `tls`: from the first byte (port 465). `none`: only to this machine.',
      restart: true,
    }),
    username: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        examples: ['kiosk-1'],
        description: 'User there. Leave out where it asks for none.',
        restart: true,
      }),
    ),
    passwordFile: file(
      'File that holds the password and nothing else. It is read with each mail.',
      '/etc/lectern/mail-password',
    ),
    ca: file(
      "File with the certificates to trust, in PEM. Leave out where a public authority signed the server's.",
      '/etc/lectern/mail-ca.pem',
    ),
    from: Type.String({
      pattern: `^${ADDRESS}$`,
      examples: ['kiosk-1@library.example'],
      description: 'Who they are from.',
      restart: true,
    }),
  },
  { ...closed, description: 'How mails are sent. Leave out where nobody is told by mail.' },
)

const WebhookSettings = Type.Object(
  {
    id: Type.String({ pattern: `^${HOOK}$`, examples: ['duty'], description: 'What rules call it.' }),
    url: Type.String({
      // No name and no password in it: addresses are logged.
      pattern: '^https?://[^/@\\s]+(/[^\\s]*)?$',
      examples: ['https://duty.library.example/kiosks'],
      description: 'Where it is posted to. `https` is a must beyond this machine.',
    }),
    secretFile: file(
      'File with the secret that signs what is posted, and nothing else.',
      '/etc/lectern/webhook-secret',
    ),
  },
  closed,
)

const AlertRule = Type.Object(
  {
    severity: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('error')], {
      default: 'warning',
      description: 'From this severity up.',
    }),
    codes: Type.Array(Type.String({ pattern: '^[A-Z][A-Z0-9_]{0,63}$' }), {
      maxItems: 100,
      default: [],
      examples: [['PRINTER_PAPER_OUT', 'DROP_JAM']],
      description: 'Only these, of docs/errors.md. Empty: all.',
    }),
    when: Type.Union([Type.Literal('always'), Type.Literal('openingHours'), Type.Literal('closed')], {
      default: 'always',
      description: 'Only while the library is open, or only while it is closed, by `library.openingHours`.',
    }),
    delayMinutes: minutes('What is well again by then is not told.', 1_440),
    repeatMinutes: minutes('Told again so often while it lasts. 0: once.', 10_080),
    to: Type.Array(Type.String({ pattern: `^(${ADDRESS}|webhook:${HOOK})$` }), {
      minItems: 1,
      maxItems: 20,
      examples: [['desk@library.example', 'webhook:duty']],
      description: 'Addresses of mail, and webhooks as `webhook:` and their id.',
    }),
  },
  closed,
)

export const AlertSettings = Type.Object(
  {
    mail: Type.Optional(MailSettings),
    webhooks: Type.Array(WebhookSettings, {
      maxItems: 20,
      default: [],
      examples: [[{ id: 'duty', url: 'https://duty.library.example/kiosks' }]],
      description: 'Programs that are told.',
      restart: true,
    }),
    rules: Type.Array(AlertRule, {
      maxItems: 50,
      default: [],
      examples: [
        [{ severity: 'error', when: 'openingHours', delayMinutes: 5, to: ['desk@library.example'] }],
      ],
      description: 'Who is told of what, and when. Each that fits counts; nobody is told the same twice.',
      restart: true,
    }),
  },
  { ...closed, default: {} },
)

export type AlertSettings = Static<typeof AlertSettings>
export type AlertRule = AlertSettings['rules'][number]
export type MailSettings = NonNullable<AlertSettings['mail']>
export type WebhookSettings = AlertSettings['webhooks'][number]

/** What a schema cannot say: who is named must be there. */
export function alertClashes({ mail, rules, webhooks }: AlertSettings, hours: OpeningHours): SettingClash[] {
  const ids = webhooks.map(({ id }) => id)
  const clashes: SettingClash[] = []
  const clash = (reason: string, ...path: string[]) => clashes.push({ path: ['alerts', ...path], reason })
  for (const [index, id] of ids.entries())
    if (ids.indexOf(id) !== index) clash('is the id of another webhook', 'webhooks', String(index), 'id')
  for (const [index, { to, when }] of rules.entries()) {
    if (when !== 'always' && hours.length === 0)
      clash('needs library.openingHours', 'rules', String(index), 'when')
    for (const target of to) {
      const hook = hookOf(target)
      if (hook === null && mail === undefined) clash('needs alerts.mail', 'rules', String(index), 'to')
      if (hook !== null && !ids.includes(hook))
        clash(`no webhook is called ${hook}`, 'rules', String(index), 'to')
    }
  }
  if (mail !== undefined && (mail.username === undefined) !== (mail.passwordFile === undefined))
    clash('and passwordFile stand together', 'mail', 'username')
  return clashes
}

/** The id of a webhook, or null for an address of mail. */
export const hookOf = (target: string): string | null =>
  target.startsWith('webhook:') ? target.slice('webhook:'.length) : null
