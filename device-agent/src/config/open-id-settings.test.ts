import { expect, it } from 'vitest'
import { parseSettings } from './load.ts'

const SOUND =
  'name: City login, issuer: "https://login.city.example/realms/library", clientId: lectern, roles: { operate: [library] }'
const problems = (openId: string): readonly string[] => {
  const result = parseSettings(
    `library: { name: Riverside }\nils: { host: ils.example, dialect: koha }\nstaff: { openId: { ${openId} } }\n`,
  )
  return result.ok ? [] : result.problems.map(({ path }) => path)
}

it('a provider is its name, issuer, client and roles', () => {
  expect(problems(SOUND)).toEqual([])
})

it('without a role for anybody it is refused: nobody could sign in', () => {
  expect(problems(SOUND.replace('{ operate: [library] }', '{}'))).toEqual(['staff.openId.roles'])
})

it('the secret itself has no place in the settings', () => {
  expect(problems(`${SOUND}, secret: abc`)).toEqual(['staff.openId.secret'])
})

it.each([
  ['http://login.city.example', false],
  ['https://anna@login.city.example', false],
  ['https://login.city.example/?tenant=1', false],
  ['http://127.0.0.1.elsewhere.example', false],
  ['http://127.0.0.1:8080/realms/library', true],
  ['https://login.city.example', true],
])('what is not encrypted, names somebody or is no issuer is refused: %s', (issuer, sound) => {
  const given = problems(SOUND.replace('https://login.city.example/realms/library', issuer))
  expect(given).toEqual(sound ? [] : ['staff.openId.issuer'])
})

it.each(['City (2)', ' City', 'City\\u202e'])(
  'a name that would make another in the audit is refused: %j',
  (name) => {
    expect(problems(SOUND.replace('City login', `"${name}"`))).toEqual(['staff.openId.name'])
  },
)
