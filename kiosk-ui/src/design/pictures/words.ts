/** What the pictures show, in words: a catalogue of their own. */
import de from '../../../messages/pictures/de.json'
import en from '../../../messages/pictures/en.json'
import { type Catalogue, type TranslateOf, translatorOf } from '../../i18n/translate.ts'
import type { PictureName } from './shapes.ts'

const CATALOGUES: Readonly<Record<string, Catalogue<PictureName>>> = { en, de }

export const pictureWords = (language: string): TranslateOf<PictureName> =>
  translatorOf(language, CATALOGUES[language], en)
