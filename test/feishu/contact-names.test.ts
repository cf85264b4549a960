import { expect, it } from 'vitest'
import { toDepartment, toPerson } from '../../server/feishu/contact-answers.ts'

const personNamed = (name: string) => {
  const answer = toPerson({ ok: true, value: { user_id: 'u_wang', open_id: 'ou_wang', name } })
  return answer.ok ? answer.value?.name : answer
}
const departmentNamed = (name: string) => {
  const answer = toDepartment({ ok: true, value: { open_department_id: 'od-1', name } })
  return answer.ok ? answer.value?.name : answer
}

it.each([
  ['王\u202E伟', '王伟'],
  [' 王\r\n伟\u0000', '王 伟'],
  ['می‌خواهم', 'می‌خواهم'],
  ['👩🏽‍💻 Li', '👩🏽‍💻 Li'],
])('a name of Feishu’s contacts is what is seen of it: %j', (name, seen) => {
  expect([personNamed(name), departmentNamed(name)]).toEqual([seen, seen])
})

it.each(['', '\u3164', '\u200B\u2800'])('who has a name of nothing (%j) goes by their id', (name) => {
  expect([personNamed(name), departmentNamed(name)]).toEqual(['u_wang', 'od-1'])
})
