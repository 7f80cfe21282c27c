import { createContext } from 'svelte'
import type { Language } from '../i18n/languages.ts'
import type { FleetLink } from './fleet-link.svelte.ts'
import type { ConsoleWords } from './words.ts'

/** What every part of the console needs. */
export interface Console {
  readonly t: ConsoleWords
  readonly language: Language
  /** Milliseconds since 1970, a few times a minute. */
  readonly now: number
  readonly link: FleetLink
}

export const [useConsole, provideConsole] = createContext<Console>()
