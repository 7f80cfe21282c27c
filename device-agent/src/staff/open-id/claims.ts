/** From what a provider says of a person to who they are here. */
import type { OpenIdSettings } from '../../config/open-id-settings.ts'
import { STAFF_ROLES, type StaffRole } from '../../contract/staff-roles.ts'

type Claims = Readonly<Record<string, unknown>>

const NAME_MAX_CHARACTERS = 64

/** Undefined where there is none. A claim whose own name has dots (`https://library.example/roles`) goes before one within another. */
export function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  let value: unknown = claims
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = Reflect.get(value, part)
  }
  return value
}

/** The highest that a value of the claim gives, by equal text; null where none does. */
export function roleFrom(
  claims: Claims,
  { roleClaim, roles }: Pick<OpenIdSettings, 'roleClaim' | 'roles'>,
): StaffRole | null {
  const said = claimOf(claims, roleClaim)
  const values: readonly unknown[] = Array.isArray(said) ? said : [said]
  return STAFF_ROLES.findLast((role) => roles[role]?.some((value) => values.includes(value))) ?? null
}

/**
 * 'maria (City login)': no account of this kiosk can be called so. Where the claim names nobody it is the provider's own
 * identifier, which every ID token has (OpenID Connect Core 1.0, section 2).
 */
export function nameFrom(
  claims: Claims,
  { name, nameClaim }: Pick<OpenIdSettings, 'name' | 'nameClaim'>,
): string {
  const person = plain(claimOf(claims, nameClaim)) || plain(claims.sub)
  return `${person} (${name})`
}

/** One line, without brackets: nobody is to look like somebody of another provider. */
const plain = (value: unknown): string =>
  typeof value === 'string'
    ? value
        .normalize('NFC')
        .replaceAll(/[\p{C}\p{Z}()]+/gu, ' ')
        .trim()
        .slice(0, NAME_MAX_CHARACTERS)
    : ''
