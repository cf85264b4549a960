import { ServiceRight, type ServiceView } from '../../shared/services.ts'
import { UsageError, type CommandSpec } from './command.ts'

const ADD = 'services add <id> --definitions a,b [--may start,read,withdraw,comment]'

/** Other systems that start approvals here. */
export const SERVICE_VERBS: Readonly<Record<string, CommandSpec>> = {
  'services add': {
    usage: ADD,
    does: 'lets a system start and follow approvals, and prints its token once',
    args: ['id'],
    options: ['definitions', 'may'],
    run: async (operator, [id = ''], { definitions, may }) => {
      const codes = listed(definitions ?? '')
      if (codes.length === 0)
        throw new UsageError('services add needs --definitions <codes>, with commas between.', ADD)
      const rights = may === undefined ? undefined : rightsIn(may)
      const added = await operator.addService({
        id: id.trim(),
        definitions: codes,
        ...(rights && { may: rights }),
      })
      const lines = [
        serviceLine(added),
        '',
        `  ${added.token}`,
        '',
        'Keep it now: it is shown this once, and stored as a hash alone.',
      ]
      return { lines, value: added, ok: true }
    },
  },
  'services list': {
    usage: 'services list',
    does: 'the systems that were let in, their definitions and rights',
    run: async (operator) => {
      const { items } = await operator.services()
      const lines = items.length === 0 ? ['No service was let in.'] : items.map(serviceLine)
      return { lines, value: { items }, ok: true }
    },
  },
  'services remove': {
    usage: 'services remove <id>',
    does: 'lets a system do nothing any more, from its next request on',
    args: ['id'],
    run: async (operator, [id = '']) => {
      const removed = await operator.removeService(id.trim())
      return { lines: [`${removed.id} is removed. What it started goes on.`], value: removed, ok: true }
    },
  },
}

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)

function rightsIn(text: string): ServiceRight[] {
  const rights = listed(text)
  const wrong = rights.find((one) => !ServiceRight.safeParse(one).success)
  if (wrong !== undefined || rights.length === 0)
    throw new UsageError(
      `--may is any of ${ServiceRight.options.join(', ')}, not ${wrong ?? 'nothing'}.`,
      ADD,
    )
  return rights.map((one) => ServiceRight.parse(one))
}

const serviceLine = ({ id, definitions, may, createdAt }: ServiceView): string =>
  `${id}  may ${may.join(', ')} of ${definitions.join(', ')}, since ${new Date(createdAt).toISOString()}`
