/** What needs a person at a kiosk (docs/mqtt.md, `attention`). */
import type { Kiosk, Severity } from './kiosk.ts'
import { type Fields, fieldsOf, listOf, numberOf, severityOf, textOf } from './read.ts'

export interface AttentionItem {
  /** Of the order `resolve`. */
  readonly id: string
  readonly kind: string
  readonly at: string
  readonly severity: Severity
  readonly code: string
  readonly text: string
  readonly whatToDo: string
  readonly item: string | null
  readonly title: string | null
  /** The name of a bin or of a gate. */
  readonly place: string | null
  /** A person's word ends it; else the kiosk does. */
  readonly resolvable: boolean
}

export interface Attention {
  /** All there are; the newest are listed. */
  readonly count: number
  readonly items: readonly AttentionItem[]
}

export function attentionOf(fields: Fields): Attention {
  const items = listOf(fields.items).flatMap((one) => itemOf(fieldsOf(one)))
  return { count: Math.max(numberOf(fields.count) ?? 0, items.length), items }
}

function itemOf(fields: Fields | null): readonly AttentionItem[] {
  const id = textOf(fields?.id)
  if (fields === null || id === null) return []
  return [
    {
      id,
      kind: textOf(fields.kind) ?? '',
      at: textOf(fields.at) ?? '',
      severity: severityOf(fields.severity),
      code: textOf(fields.code) ?? '',
      text: textOf(fields.text) ?? '',
      whatToDo: textOf(fields.what_to_do) ?? '',
      item: textOf(fields.item),
      title: textOf(fields.title),
      place: textOf(fields.place),
      resolvable: fields.resolvable === true,
    },
  ]
}

/** Of several kiosks, newest first, at most `most`. */
export function newestOf(
  kiosks: Iterable<Kiosk>,
  most: number,
): readonly { readonly kiosk: Kiosk; readonly item: AttentionItem }[] {
  const all = [...kiosks].flatMap((kiosk) => (kiosk.attention?.items ?? []).map((item) => ({ kiosk, item })))
  return all.toSorted((a, b) => (a.item.at > b.item.at ? -1 : 1)).slice(0, most)
}
