/** Which broker, and who asks: what whoever serves this page says of it, and what the person has typed. */
import type { ConsoleBroker } from '@lectern/device-agent/contract/console'

export interface Access extends Omit<ConsoleBroker, 'signIn'> {
  readonly user: string
  readonly password: string
}

/** Of this tab alone, and gone with it: a password is not to lie in a browser at a desk. */
const KEY = 'lectern-console'
const DEFAULT_BASE = 'lectern'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Null where there is no such file: the person then says where the broker is. */
export async function readServed(): Promise<ConsoleBroker | null> {
  const answer = await fetch('./broker.json').catch(() => null)
  if (answer === null || !answer.ok) return null
  const value: unknown = await answer.json().catch(() => null)
  if (typeof value !== 'object' || value === null) return null
  const fields: Readonly<Record<string, unknown>> = { ...value }
  return {
    url: text(fields.url),
    base: text(fields.base) || DEFAULT_BASE,
    site: text(fields.site),
    signIn: fields.signIn !== false,
  }
}

export function readAccess(): Access | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    if (typeof value !== 'object' || value === null) return null
    const { base, password, site, url, user }: Readonly<Record<string, unknown>> = { ...value }
    return {
      url: text(url),
      base: text(base) || DEFAULT_BASE,
      site: text(site),
      user: text(user),
      password: text(password),
    }
  } catch {
    return null
  }
}

export function keepAccess(access: Access | null): void {
  if (access === null) sessionStorage.removeItem(KEY)
  else sessionStorage.setItem(KEY, JSON.stringify(access))
}

/** An address a browser's WebSocket takes, or null. */
export function webSocketUrl(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, username } = new URL(address)
  return (protocol === 'ws:' || protocol === 'wss:') && username === '' ? address : null
}

/** Empty, or one level of a topic as the settings allow it. */
export const isSite = (site: string): boolean => /^([a-z0-9][a-z0-9-]{0,31})?$/.test(site)
