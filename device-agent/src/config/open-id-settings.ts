/** Sign-in of staff at a provider of the library's; part of the one schema in `settings.ts`. */
import Type, { type Static } from 'typebox'
import type { SettingClash } from './drop-clashes.ts'

const closed = { additionalProperties: false } as const
const claim = (value: string, description: string) =>
  Type.String({ minLength: 1, maxLength: 200, default: value, description, restart: true })
const values = (description: string, example: string) =>
  Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      minItems: 1,
      maxItems: 50,
      examples: [[example]],
      description,
      restart: true,
    }),
  )

export const OpenIdSettings = Type.Object(
  {
    name: Type.String({
      // It stands on a button and, in brackets, behind a name in the audit.
      pattern: '^[^\\p{C}\\p{Z}()]([^\\p{C}\\p{Zl}\\p{Zp}()]{0,38}[^\\p{C}\\p{Z}()])?$',
      examples: ['City login'],
      description: 'What staff call the provider: the button says “Sign in with …”.',
      restart: true,
    }),
    issuer: Type.String({
      // No name and no password in it. What is not encrypted must not leave this machine.
      pattern: '^(https://[^/@\\s?#]+|http://(127\\.0\\.0\\.1|localhost)(:\\d{1,5})?)(/[^\\s?#]*)?$',
      maxLength: 300,
      examples: ['https://login.city.example/realms/library'],
      description:
        'The provider’s issuer, as it stands in its `/.well-known/openid-configuration`; all else is read from there.',
      restart: true,
    }),
    clientId: Type.String({
      minLength: 1,
      maxLength: 200,
      examples: ['lectern'],
      description: 'What the provider calls this kiosk.',
      restart: true,
    }),
    secretFile: Type.Optional(
      Type.String({
        minLength: 1,
        examples: ['/etc/lectern/open-id-secret'],
        description:
          'File that holds the client secret and nothing else. It is read at each sign-in. Left out: the environment’s LECTERN_OPEN_ID_SECRET, and where that is not there either, none (a public client).',
        restart: true,
      }),
    ),
    scopes: Type.Array(Type.String({ pattern: '^[!#-\\[\\]-~]{1,100}$' }), {
      maxItems: 20,
      uniqueItems: true,
      default: ['profile'],
      description: 'What is asked for beside `openid`: what makes the provider tell the two claims below.',
      restart: true,
    }),
    nameClaim: claim(
      'preferred_username',
      'Claim that names the person in the audit. Take one that people cannot change themselves.',
    ),
    roleClaim: claim(
      'groups',
      'Claim that says what a person may do: one text or a list. `realm_access.roles` is `roles` within `realm_access`.',
    ),
    roles: Type.Object(
      {
        view: values('Values of roleClaim that give the role View.', 'library-staff'),
        operate: values('Those that give Operate.', 'library-desk'),
        manage: values('Those that give Manage.', 'library-heads'),
      },
      {
        ...closed,
        default: {},
        description: 'The highest counts. Whoever has none of these values does not come in.',
      },
    ),
  },
  {
    ...closed,
    description:
      'Sign-in at a provider by OpenID Connect, beside the accounts of this kiosk. Leave out where there is none. See docs/staff.md.',
  },
)
export type OpenIdSettings = Static<typeof OpenIdSettings>

export function openIdClashes(openId: OpenIdSettings | undefined): SettingClash[] {
  if (openId === undefined || Object.keys(openId.roles).length > 0) return []
  return [{ path: ['staff', 'openId', 'roles'], reason: 'gives nobody a role: nobody could sign in' }]
}
