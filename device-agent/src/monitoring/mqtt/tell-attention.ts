/** Tells MQTT what needs a person. No patron data, and no item where the library does not want that. */
import { ERRORS } from '../../contract/errors.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { Attention } from '../attention.ts'
import { ATTENTION_MAX } from './attention-topic.ts'
import type { Publisher } from './contract.ts'
import type { Facts } from './topics.ts'

export interface AttentionSources {
  readonly publisher: Pick<Publisher, 'publish'>
  readonly attention: Pick<Attention, 'onChange' | 'view'>
  /** Tell items' numbers and titles. */
  readonly titles: boolean
}

export function tellAttention({ attention, publisher, titles }: AttentionSources): Unsubscribe {
  let told = ''
  const tell = () => {
    const { count, items } = attention.view()
    const facts: Facts<'attention'> = {
      count,
      items: items
        .slice(0, ATTENTION_MAX)
        .map(({ at, code, id, item, kind, place, resolvable, severity, title }) => ({
          ...{ id, kind, at, severity, code },
          ...{ text: ERRORS[code].staff, what_to_do: ERRORS[code].whatToDo },
          ...(titles ? { item, title } : { item: null, title: null }),
          ...{ place, resolvable },
        })),
    }
    const words = JSON.stringify(facts)
    if (words === told) return
    told = words
    publisher.publish('attention', facts)
  }
  tell()
  return attention.onChange(tell)
}
