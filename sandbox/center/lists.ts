import { textIn, type LocalizedText } from '../localized.ts'
import type { StoredCc, StoredInstance, StoredTask } from '../store/records.ts'
import type { World } from '../world.ts'

const NEWEST = (one: { createTime: number }, other: { createTime: number }): number =>
  other.createTime - one.createTime

/**
 * The four lists of 同步三方审批实例, 实现效果: to-do (PENDING tasks), done (a person sees what was decided;
 * DONE and deleted are invisible), started, and cc.
 */
export function listsOf(world: World, userId: string, locale: string) {
  const { state } = world
  const { todoOf, doneOf, startedBy, ccsOf, instanceOfTask } = state.lookups
  const visible = (id: string | undefined): StoredInstance | undefined => {
    const instance = state.instances.get(id ?? '')
    return instance?.wire.status === 'DELETED' ? undefined : instance
  }
  const tasks = (ids: ReadonlySet<string>) =>
    [...ids].flatMap((taskId) => {
      const instance = visible(instanceOfTask.get(taskId))
      const task = instance?.tasks[taskId]
      return instance && task && task.wire.status !== 'DONE' ? [taskEntry(world, instance, task, locale)] : []
    })
  return {
    todo: tasks(todoOf.of(userId)).sort(NEWEST),
    done: tasks(doneOf.of(userId)).sort(NEWEST),
    started: [...startedBy.of(userId)]
      .flatMap((id) => visible(id) ?? [])
      .map((instance) => instanceEntry(world, instance, locale))
      .sort(NEWEST),
    cc: [...ccsOf.of(userId)]
      .flatMap((key) => {
        const [instanceId, ccId = ''] = key.split('\n')
        const instance = visible(instanceId)
        const cc = instance?.ccs[ccId]
        return instance && cc ? [ccEntry(world, instance, cc, locale)] : []
      })
      .sort(NEWEST),
  }
}

function shared(world: World, instance: StoredInstance, locale: string) {
  const definition = world.state.definitions.get(instance.approvalCode)
  const person = world.state.people.get(instance.userId)
  return {
    instanceId: instance.id,
    approvalCode: instance.approvalCode,
    title: textIn(instance.title ?? definition?.name, locale),
    definitionName: textIn(definition?.name, locale),
    group: textIn(definition?.groupName, locale),
    bizName: textIn(definition?.bizName, locale),
    // At most three are shown.
    form: instance.form
      .slice(0, 3)
      .map(({ name, value }) => ({ name: textIn(name, locale), value: textIn(value, locale) })),
    instanceStatus: instance.wire.status,
    initiator: {
      userId: instance.userId,
      name: person?.name ?? textIn(instance.userName ?? undefined, locale),
      departmentId: instance.wire.department_id ?? null,
      departmentName: departmentName(world, instance, locale),
    },
    instanceExtra: instance.wire.extra ?? '',
    instanceUpdateTime: Number(instance.wire.update_time),
  }
}

function departmentName(world: World, instance: StoredInstance, locale: string): string {
  if (instance.departmentName) return textIn(instance.departmentName, locale)
  const id = instance.wire.department_id
  if (id === undefined) return ''
  if (id === '') return textIn(world.state.departments.get('0')?.name, locale)
  const own =
    world.state.departments.get(id) ??
    world.state.departments.get(world.state.lookups.departmentByOpenId.get(id) ?? '')
  return textIn(own?.name, locale)
}

const DEFAULT_ACTIONS: Readonly<Record<string, LocalizedText>> = {
  APPROVE: { default: '同意', 'en-US': 'Approve', 'ja-JP': '承認' },
  REJECT: { default: '拒绝', 'en-US': 'Reject', 'ja-JP': '却下' },
}

export const actionName = (type: string, own: LocalizedText | null | undefined, locale: string): string =>
  textIn(own ?? DEFAULT_ACTIONS[type], locale) || type

function taskEntry(world: World, instance: StoredInstance, task: StoredTask, locale: string) {
  const { wire } = task
  return {
    ...shared(world, instance, locale),
    taskId: wire.task_id,
    userId: task.userId,
    taskTitle: textIn(task.title ?? undefined, locale),
    status: wire.status,
    nodeId: wire.node_id ?? null,
    nodeName: textIn(task.nodeName ?? undefined, locale),
    createTime: Number(wire.create_time),
    endTime: Number(wire.end_time),
    updateTime: Number(wire.update_time ?? 0),
    links: wire.links,
    extra: wire.extra ?? '',
    actionContext: wire.action_context ?? '',
    displayMethod: wire.display_method ?? null,
    generateType: wire.generate_type ?? 'DEFAULT',
    batch: world.state.definitions.get(instance.approvalCode)?.wire.external.allow_batch_operate ?? false,
    actionConfigs: (wire.action_configs ?? []).map((config) => ({
      actionType: config.action_type,
      name: actionName(config.action_type, task.actionNames[config.action_type], locale),
      needReason: config.is_need_reason ?? false,
      reasonRequired: config.is_reason_required ?? false,
      needAttachment: config.is_need_attachment ?? false,
    })),
  }
}

function instanceEntry(world: World, instance: StoredInstance, locale: string) {
  const { wire } = instance
  return {
    ...shared(world, instance, locale),
    status: wire.status,
    createTime: Number(wire.start_time),
    endTime: Number(wire.end_time),
    updateTime: Number(wire.update_time),
    links: wire.links,
    extra: wire.extra ?? '',
    displayMethod: wire.display_method ?? null,
  }
}

function ccEntry(world: World, instance: StoredInstance, cc: StoredCc, locale: string) {
  const { wire } = cc
  return {
    ...shared(world, instance, locale),
    ccId: wire.cc_id,
    userId: cc.userId,
    ccTitle: wire.title ?? '',
    status: instance.wire.status,
    readStatus: wire.read_status,
    createTime: Number(wire.create_time),
    endTime: Number(instance.wire.end_time),
    updateTime: Number(wire.update_time),
    links: wire.links,
    extra: wire.extra ?? '',
    displayMethod: wire.display_method ?? null,
  }
}
