/** The words of the page that looks at the kiosk's screen: a catalogue of their own. */
import de from '../../../messages/look/de.json'
import en from '../../../messages/look/en.json'
import { type Catalogue, type TranslateOf, translatorOf } from '../../i18n/translate.ts'

export type LookKey = keyof typeof en
export type LookWords = TranslateOf<LookKey>

const CATALOGUES: Readonly<Record<string, Catalogue<LookKey>>> = { en, de }

export const lookWords = (language: string): LookWords => translatorOf(language, CATALOGUES[language], en)
