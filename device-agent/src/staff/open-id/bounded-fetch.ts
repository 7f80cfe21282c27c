/** What is asked of a provider, with an end to what it may answer. */

import type { CustomFetch } from 'openid-client'

/** Keys and metadata have some kilobytes. */
export const ANSWER_MAX_BYTES = 512 * 1024

export class AnswerTooLong extends Error {
  readonly code = 'ANSWER_TOO_LONG'
}

/** As `fetch`; rejects with AnswerTooLong as well. */
export const boundedFetch: CustomFetch = async (url, { body, ...options }) => {
  const answer = await fetch(url, { ...options, ...(body === undefined ? {} : { body }) })
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > ANSWER_MAX_BYTES) throw new AnswerTooLong()
    chunks.push(chunk)
  }
  const { headers, status } = answer
  return new Response(chunks.length === 0 ? null : Buffer.concat(chunks), { headers, status })
}
