/** A dispatch in words, for a mail: what, what to do, and where. */
import type { Dispatch } from './contract.ts'

export interface Letter {
  readonly subject: string
  readonly text: string
}

const STATE = { begun: '', still: ' (still)', over: ' is well again' } as const

export function letterOf(dispatch: Dispatch): Letter {
  const { about, code, detail, kind, kiosk, library, severity, since, text, what_to_do } = dispatch
  const what = about === null ? code : `${code} (${about})`
  return {
    subject: oneLine(`[Lectern] ${kiosk.name}: ${what}${STATE[kind]}`),
    text: [
      ...(kind === 'over' ? [`This is over: ${text}`] : [text, '', `What to do: ${what_to_do}`]),
      '',
      `Kiosk: ${kiosk.name} (${kiosk.id}), ${library}`,
      `Code: ${code}, ${severity}`,
      ...(about === null ? [] : [`About: ${about}`]),
      ...(detail === null || kind === 'over' ? [] : [`Detail: ${detail}`]),
      `Since: ${since}`,
      '',
    ].join('\n'),
  }
}

/** A line break would begin another header. */
const oneLine = (words: string): string => words.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
