import type { AccountRequest } from '@lectern/device-agent/contract/staff-requests'
import {
  ACCOUNTS_PATH,
  type AccountRefusal,
  type AccountView,
} from '@lectern/device-agent/contract/staff-sign-in'
import { post } from '../post.ts'

/** Null where they cannot be had now. */
export async function loadAccounts(): Promise<readonly AccountView[] | null> {
  try {
    const answer = await fetch(ACCOUNTS_PATH)
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}

/** Null: done. `wrong`: not a name, or not a password. */
export async function changeAccount(
  request: AccountRequest,
): Promise<AccountRefusal | 'wrong' | 'lost' | null> {
  const answer = await post(ACCOUNTS_PATH, request)
  if (answer?.ok) return null
  if (answer?.status === 409) return (await answer.json()).why
  return answer?.status === 400 ? 'wrong' : 'lost'
}
