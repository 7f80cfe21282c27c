import type { StaffAction } from '@lectern/device-agent/contract/staff-actions'
import type { StaffRole } from '@lectern/device-agent/contract/staff-roles'
import { createContext } from 'svelte'
import type { Language } from '../i18n/languages.ts'
import type { Answer } from './link.svelte.ts'
import type { StaffWords } from './words.ts'

/** What every part of the pages needs. */
export interface Staff {
  readonly t: StaffWords
  readonly language: Language
  /** Who is signed in. */
  readonly name: string
  readonly role: StaffRole
  /** Milliseconds since 1970, a few times a minute. */
  readonly now: number
  /** What is not allowed is not offered. */
  may(action: StaffAction['type']): boolean
  /** Does it, and says so where it was refused. */
  act(action: StaffAction): Promise<Answer>
  go(tab: Tab): void
}

export const TABS = [
  'desk',
  'screen',
  'drop',
  'signals',
  'gates',
  'tags',
  'devices',
  'reports',
  'accounts',
  'audit',
  'me',
] as const
export type Tab = (typeof TABS)[number]

export const [useStaff, provideStaff] = createContext<Staff>()
