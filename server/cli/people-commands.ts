import type { FoundDepartments, FoundPeople } from '../../shared/operator-finds.ts'
import type { CommandSpec } from './command.ts'

const NOT_ALL = 'Not everything was looked at: say more of the name.'

const PASSED_OVER = {
  too_many_tasks: 'it has as many tasks as it can have. End it, and have it started again.',
  nobody_may_take: 'who takes over may not decide there. Name somebody else.',
} as const

/** Who is who, and who takes over from whom. */
export const PEOPLE_VERBS: Readonly<Record<string, CommandSpec>> = {
  'people find': {
    usage: 'people find <name>',
    does: 'the ids of people, by a part of their name',
    args: ['name'],
    run: async (operator, [name = '']) => {
      const found = await operator.findPeople(name)
      const lines = found.items.map(
        ({ userId, openId, name: called, active }) =>
          `${userId}  ${openId}  ${called}${active ? '' : '  (has left or is frozen)'}`,
      )
      return toOutcome(found, lines)
    },
  },
  'people hand-over': {
    usage: 'people hand-over <from> <to> --reason <why>',
    does: 'puts somebody else in a person’s place, in every approval under way',
    args: ['from', 'to'],
    options: ['reason'],
    run: async (operator, [from = '', to = ''], { reason = '' }) => {
      const done = await operator.handOver(from, to, reason)
      const says = `${done.to} took over from ${done.from} in ${done.instances} approvals, with ${done.tasks} open tasks.`
      const passed = done.passedOver.map(
        ({ instance, reason: why }) => `${instance}  still waits for ${done.from}: ${PASSED_OVER[why]}`,
      )
      return { lines: [says, ...passed], value: done, ok: passed.length === 0 }
    },
  },
  'departments find': {
    usage: 'departments find <name>',
    does: 'the ids of departments, by a part of their name',
    args: ['name'],
    run: async (operator, [name = '']) => {
      const found = await operator.findDepartments(name)
      const lines = found.items.map(
        ({ openDepartmentId, departmentId, name: called }) =>
          `${openDepartmentId}  ${departmentId}  ${called}`,
      )
      return toOutcome(found, lines)
    },
  },
}

function toOutcome(found: FoundPeople | FoundDepartments, lines: readonly string[]) {
  const none = found.isWhole ? 'Nothing is found that the app may see.' : 'Nothing is found so far.'
  const all = [...(lines.length === 0 ? [none] : lines), ...(found.isWhole ? [] : [NOT_ALL])]
  return { lines: all, value: found, ok: lines.length > 0 }
}
