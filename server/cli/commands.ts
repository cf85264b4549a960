import type {
  AboutFiles,
  EffectView,
  EndpointChange,
  FileFault,
  Finding,
  NotTaken,
  StepOutcome,
} from '../../shared/operator-api.ts'
import { stepLines } from './step-lines.ts'
import { changeLines } from './definition-lines.ts'
import type { Operator } from './operator.ts'
import { INSTANCE_VERBS } from './instance-commands.ts'
import { PEOPLE_VERBS } from './people-commands.ts'
import { SERVICE_VERBS } from './service-commands.ts'
import { RECONCILE } from './reconcile-command.ts'
import { SOURCE_VERBS } from './source-commands.ts'
import { WEBHOOK_VERBS } from './webhook-commands.ts'
import { UsageError, type CommandSpec } from './command.ts'

/** The operator's verbs by their words. */
export const VERBS: Readonly<Record<string, CommandSpec>> = {
  ...INSTANCE_VERBS,
  ...PEOPLE_VERBS,
  ...SOURCE_VERBS,
  ...WEBHOOK_VERBS,
  ...SERVICE_VERBS,
  'definitions plan': {
    usage: 'definitions plan [--exit-code]',
    options: ['exit-code'],
    does: 'every change that apply would make; --exit-code: 2 when there is one, 1 for faults',
    run: async (operator, _args, options) => {
      const plan = await operator.planDefinitions()
      const { changes, notTaken = [], webhooks = [] } = plan
      const lines = [
        ...changes.flatMap(changeLines),
        ...webhooks.map(endpointLine),
        ...notTaken.map(notTakenLine),
      ]
      const hasChanges = changes.some(({ change }) => change !== 'none') || webhooks.length > 0
      const exitCode = options['exit-code'] && hasChanges ? 2 : 0
      return { lines: withFiles(lines, plan), value: plan, ok: areWell(plan), exitCode }
    },
  },
  'definitions apply': {
    usage: 'definitions apply',
    does: 'tells Feishu; definitions whose file is gone are hidden there',
    run: async (operator) => {
      const result = await operator.applyDefinitions()
      const lines = result.applied.flatMap(({ error, ...change }) =>
        error === null
          ? changeLines(change)
          : [`failed   ${change.code}  ${error}`, ...changeLines(change).slice(1)],
      )
      lines.push(...(result.webhooks ?? []).map(endpointLine))
      const ok = areWell(result) && result.applied.every(({ error }) => error === null)
      return { lines: withFiles(lines, result), value: result, ok }
    },
  },
  'outbox list': {
    usage: 'outbox list [--state pending|parked]',
    options: ['state'],
    does: 'deliveries to Feishu that wait or were given up',
    run: async (operator, _args, { state }) => {
      if (state !== undefined && state !== 'pending' && state !== 'parked') {
        throw new UsageError(`--state is pending or parked, not ${state}`)
      }
      const items = await readAll(operator, state)
      const lines = items.length === 0 ? ['Nothing waits.'] : items.map(effectLine)
      return { lines, value: { items }, ok: true }
    },
  },
  'outbox retry': {
    usage: 'outbox retry <id>',
    args: ['id'],
    does: 'tries one of them again',
    run: async (operator, [id = '']) => {
      const effect = await operator.retry(id)
      return { lines: [`${effect.id} is tried again.`], value: effect, ok: true }
    },
  },
  'outbox resume': {
    usage: 'outbox resume',
    does: 'tries now what waits for the quota of calls to Feishu',
    run: async (operator) => {
      const result = await operator.resume()
      const none = result.due === 0 && !result.held
      const says = none ? 'Nothing waits for the quota.' : `${result.due} deliveries are tried again.`
      return { lines: [says], value: result, ok: true }
    },
  },
  reconcile: RECONCILE,
  remind: {
    usage: 'remind',
    does: 'sends the daily reminder now, to nobody twice a day',
    run: async (operator) => {
      const result = await operator.remind()
      const { day, holiday, sent, skipped, failed, reasons } = result
      const lines = holiday
        ? [`${day} is a holiday of the calendar: nobody is reminded.`]
        : [`${day}: ${sent} sent, ${skipped} skipped, ${failed} failed.`, ...reasons]
      return { lines, value: result, ok: failed === 0 }
    },
  },
  doctor: {
    usage: 'doctor [--store] [--fix]',
    options: ['store', 'fix'],
    does: 'finds what is set wrongly, or with --store damaged; --fix mends what is wrong on Feishu’s side',
    run: async (operator, _args, { store = false, fix = false }) => {
      const report = await operator.doctor({ store, fix })
      const { findings, mended } = report
      const lines = [...findings.flatMap(findingLines), ...(mended ? mendedLines(mended) : [])]
      return { lines, value: report, ok: findings.every(({ state }) => state !== 'failed') }
    },
  },
}

const findingLines = ({ name, state, says, remedy }: Finding): string[] => [
  `${state.padEnd(8)} ${name}: ${says}`,
  ...(remedy === null ? [] : [`         → ${remedy}`]),
]

function mendedLines(mended: readonly StepOutcome[]): string[] {
  const nothing = 'Nothing is wrong that could be mended from here.'
  return ['', ...(mended.length === 0 ? [nothing] : mended.flatMap(stepLines))]
}

const endpointLine = ({ id, change }: EndpointChange): string => `${change.padEnd(8)} webhook ${id}`

const notTakenLine = ({ code, reason, again }: NotTaken): string =>
  `${again ? 'waiting' : 'refused'}  ${code}  Feishu did not take it the last time: ${reason}`

async function readAll(operator: Operator, state: 'pending' | 'parked' | undefined): Promise<EffectView[]> {
  const items: EffectView[] = []
  let cursor: string | null = null
  do {
    const page = await operator.outbox({ ...(state && { state }), ...(cursor !== null && { cursor }) })
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}

function effectLine({ id, kind, state, attempts, lastError, nextTryAt, logId }: EffectView): string {
  const next = nextTryAt === null ? 'no more by itself' : `next ${new Date(nextTryAt).toISOString()}`
  const error = lastError === null ? '' : `  ${lastError}${logId === null ? '' : ` (log id ${logId})`}`
  return `${state.padEnd(8)} ${kind.padEnd(11)} ${id}  ${attempts} tries, ${next}${error}`
}

/** A file that is refused, or no folder; wrong people are for somebody to look at, and stop nothing. */
const areWell = ({ faults, folder }: AboutFiles): boolean => faults.length === 0 && !folder.missing

function withFiles(lines: readonly string[], { faults, folder, people }: AboutFiles): string[] {
  const all = [
    ...lines,
    ...faults.map((fault) => faultLine('refused', fault)),
    ...people.unknown.map((fault) => faultLine('warning', fault)),
    ...(people.unasked === null ? [] : [`skipped  whether everybody named exists: ${people.unasked}`]),
  ]
  if (all.length > 0) return all
  return [`There are no definition files in ${folder.path}${folder.missing ? ': no such folder' : ''}.`]
}

const faultLine = (word: string, { file, line, reason }: FileFault): string =>
  `${word.padEnd(8)} ${file}:${line}  ${reason}`
