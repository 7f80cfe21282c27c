import { expect, it } from 'vitest'
import { Follows } from './follows.ts'

function listener() {
  const asked: string[] = []
  const line = {
    subscribe: async (filters: readonly string[]) => {
      asked.push(...filters.map((one) => `+${one}`))
      return filters.map(() => true)
    },
    unsubscribe: (filters: readonly string[]) => void asked.push(...filters.map((one) => `-${one}`)),
  }
  let open = true
  const follows = new Follows(() => (open ? line : null))
  return {
    asked,
    follows,
    connect: (is: boolean) => {
      open = is
    },
  }
}

it('what two parts of a page want is subscribed once, and left with the last of them', () => {
  const { asked, follows } = listener()
  const first = follows.begin(['a', 'b'])
  const second = follows.begin(['b', 'c'])
  expect(asked).toEqual(['+a', '+b', '+c'])
  first()
  first()
  expect(asked.slice(3)).toEqual(['-a'])
  second()
  expect(asked.slice(4)).toEqual(['-b', '-c'])
})

it('a new connection is asked anew for what is still wanted', () => {
  const { asked, connect, follows } = listener()
  const end = follows.begin(['a'])
  follows.begin(['b'])
  connect(false)
  end()
  follows.begin(['c'])
  connect(true)
  follows.again()
  expect(asked).toEqual(['+a', '+b', '+b', '+c'])
})
