import type { ErrorCode } from '@lectern/device-agent/contract/errors'
import type { Intent } from '@lectern/device-agent/contract/intent'
import type { Problem } from '@lectern/device-agent/contract/view'
import { createContext } from 'svelte'
import { isMessageKey, type Translate } from '../i18n/translate.ts'

/** What every part of the screen needs: words, the language they are in, and a way to the agent. */
export interface Kiosk {
  readonly t: Translate
  readonly language: string
  send(intent: Intent): void
  /** Where whoever tabs through the screen goes on; staff who look at it keep their own place. */
  focus(element: HTMLElement | null | undefined): void
}

export const [useKiosk, provideKiosk] = createContext<Kiosk>()

/** A problem's words, from its row's keys. */
export function problemWords(
  t: Translate,
  problem: Problem,
): { readonly title: string; readonly help: string } {
  const word = (code: ErrorCode, part: 'title' | 'help') => {
    const key = `error.${code}.${part}`
    return isMessageKey(key) ? t(key, problem.params) : ''
  }
  return { title: word(problem.code, 'title'), help: word(problem.code, 'help') }
}
