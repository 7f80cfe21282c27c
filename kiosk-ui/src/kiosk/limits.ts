/** As the agent's own limit of an intent (`contract/intent.ts`), which refuses more. */
export const PIN_MAX_CHARACTERS = 32
