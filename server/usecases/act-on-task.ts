import type { InstanceView } from '../../shared/responses.ts'
import type { Outcome } from '../domain/recorder.ts'
import { instanceOfTask } from '../domain/effects.ts'
import type { Files, Instance, Stamp } from '../domain/instance.ts'
import { changeInstance } from './change-instance.ts'
import { claimFiles } from './claim-files.ts'
import type { UseCaseContext } from './context.ts'
import { readDelegates } from './delegates.ts'
import { isInstanceId, noTask } from './stored.ts'
import type { Reader } from './views.ts'

export type OnTask = Reader & { taskId: string; reason: string | null; attachments?: readonly string[] }

type Command = (instance: Instance, files: Files | undefined, stamp: Stamp & { by: string }) => Outcome

/** What somebody does with a task of theirs. Throws what the command does, and `form_invalid` for a file. */
export async function actOnTask(ctx: UseCaseContext, input: OnTask, command: Command): Promise<InstanceView> {
  const { taskId, userId: by } = input
  const id = instanceOfTask(taskId)
  if (!isInstanceId(id)) throw noTask(taskId)
  const delegateOf = await readDelegates(ctx)
  const act = (instance: Instance, files?: Files): Outcome =>
    command(instance, files, { at: ctx.now(), by, via: 'api', delegateOf })
  const files = await filesOf(ctx, id, input, act)
  return changeInstance(
    ctx,
    id,
    () => noTask(taskId),
    (instance) => act(instance, files),
    input,
  )
}

/** Claimed for what would be taken as things stand; a command that is refused claims nothing. */
async function filesOf(
  ctx: UseCaseContext,
  instanceId: string,
  { taskId, attachments = [], userId: by, locale = 'zh-CN' }: OnTask,
  act: (instance: Instance) => Outcome,
): Promise<Files | undefined> {
  if (attachments.length === 0) return undefined
  const record = await ctx.store.instances.read(instanceId)
  if (!record) throw noTask(taskId)
  if (act(record.instance).entries.length === 0) return undefined
  return claimFiles(ctx, { field: 'attachments', ids: attachments, by, instanceId, locale })
}
