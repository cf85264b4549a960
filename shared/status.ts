import { z } from 'zod'

/** Feishu's own words for an instance (三方审批实例概述). HIDDEN: another system does not say how it ended. */
export const InstanceStatus = z.enum([
  'PENDING',
  'APPROVED',
  'REJECTED',
  'CANCELED',
  'DELETED',
  'HIDDEN',
  'TERMINATED',
])
export type InstanceStatus = z.infer<typeof InstanceStatus>

/** Feishu's own words for a task. DONE: passed without this person acting. */
export const TaskStatus = z.enum(['PENDING', 'APPROVED', 'REJECTED', 'TRANSFERRED', 'DONE'])
export type TaskStatus = z.infer<typeof TaskStatus>

/** Why a task ended, for Feishu's efficiency board (同步三方审批实例, task_list.extra.complete_reason). */
export const CompleteReason = z.enum([
  'approved',
  'rejected',
  'node_auto_reject',
  'specific_rollback',
  'add',
  'add_pre',
  'add_post',
  'delete_assignee',
  'forward',
  'forward_resign',
  'recall',
  'delete',
  'admin_forward',
  'system_forward',
  'auto_skip',
  'manual_skip',
  'submit_again',
  'restart',
  'others',
])
export type CompleteReason = z.infer<typeof CompleteReason>

/** Where a change came from. `service`: another system, with a token of its own; `source`: the one that carries it on. */
export const Channel = z.enum([
  'api',
  'card',
  'list',
  'search',
  'chat',
  'service',
  'source',
  'admin',
  'system',
])
export type Channel = z.infer<typeof Channel>
