/**
 * What an error's row says to staff, in their language. The table and MQTT speak English; every other language has a file
 * of its own (`messages/advice/`), by code.
 */
import de from '../../messages/advice/de.json'
import type { Language } from './languages.ts'

export interface Advised {
  readonly text: string
  readonly whatToDo: string
  /** What it is written in: a row that is newer than this page is said as it was told. */
  readonly language: Language
}

const FILES: Readonly<Partial<Record<Language, Readonly<Record<string, string>>>>> = { de }

/** `told`: in English. */
export function adviceIn(
  language: Language,
  code: string | null,
  told: { readonly text: string; readonly whatToDo: string | null },
): Advised {
  const file = FILES[language]
  const [text, whatToDo] = [file?.[`${code}.text`], file?.[`${code}.whatToDo`]]
  return text === undefined || whatToDo === undefined
    ? { text: told.text, whatToDo: told.whatToDo ?? '', language: 'en' }
    : { text, whatToDo, language }
}
