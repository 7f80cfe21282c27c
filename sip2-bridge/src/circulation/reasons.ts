/** The few screen messages that mean something to programs: only those the dialect knows from the server's own source. */
import type { Dialect, MessageRule } from '../dialects/dialect.ts'
import type { RequestName } from '../protocol/pairs.ts'

/** The first rule that one of the messages fits, in the order of the rules. */
export function ruleFor(
  { answers }: Dialect,
  about: RequestName,
  messages: readonly string[],
): MessageRule | null {
  const rule = answers.messages.find(
    ({ about: names, pattern }) => names.includes(about) && messages.some((message) => pattern.test(message)),
  )
  return rule ?? null
}
