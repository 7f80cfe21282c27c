/** What the staff's pages ask for over HTTP, with its schema. */
import Type, { type Static } from 'typebox'
import { ACCOUNT_NAME, PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS } from './staff-sign-in.ts'

const closed = { additionalProperties: false } as const
const newPassword = Type.String({ minLength: PASSWORD_MIN_CHARACTERS, maxLength: PASSWORD_MAX_CHARACTERS })
/** Whatever was typed; a wrong one must not be told from one that cannot be right. */
const typed = Type.String({ maxLength: PASSWORD_MAX_CHARACTERS })
const accountName = Type.String({ pattern: ACCOUNT_NAME })
const role = Type.Union([Type.Literal('view'), Type.Literal('operate'), Type.Literal('manage')])

export const SignInRequest = Type.Object({ name: typed, password: typed }, closed)
export type SignInRequest = Static<typeof SignInRequest>

/** Characters of what a browser comes back from a provider with; a code may be long. */
export const QUERY_MAX_CHARACTERS = 8_000
export const ProviderAnswer = Type.Object({ query: Type.String({ maxLength: QUERY_MAX_CHARACTERS }) }, closed)
export type ProviderAnswer = Static<typeof ProviderAnswer>

export const PasswordRequest = Type.Object({ old: typed, fresh: newPassword }, closed)
export type PasswordRequest = Static<typeof PasswordRequest>

export const AccountRequest = Type.Union([
  Type.Object({ type: Type.Literal('add'), name: accountName, role, password: newPassword }, closed),
  Type.Object({ type: Type.Literal('role'), name: accountName, role }, closed),
  Type.Object({ type: Type.Literal('password'), name: accountName, password: newPassword }, closed),
  Type.Object({ type: Type.Literal('remove'), name: accountName }, closed),
])
export type AccountRequest = Static<typeof AccountRequest>
