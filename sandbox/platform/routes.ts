import { APP_ROUTES } from '../app/app-routes.ts'
import { processApproval, writeApproval } from '../attendance/approvals.ts'
import { queryApprovals } from '../attendance/query.ts'
import { checkInstances } from '../approval/check.ts'
import { readDefinition, saveDefinition } from '../approval/definitions.ts'
import { syncInstance } from '../approval/instances.ts'
import { listTasks } from '../approval/tasks.ts'
import { sendCard } from '../bot/send-card.ts'
import { updateCard } from '../bot/update-card.ts'
import { readContactRange, readDepartment, readUser, readUsers } from '../contact/contacts.ts'
import { readIds } from '../contact/ids.ts'
import { listChildren, listMembers } from '../contact/listings.ts'
import { issueEndpoint } from '../connection/endpoint.ts'
import { patchMessage, sendMessage } from '../im/messages.ts'
import { exchangeCode, issueTenantToken, issueTicket, readUserInfo } from './auth.ts'
import { tenant, type Route } from './route.ts'

const DEFINITIONS = ['approval:approval', 'approval:external_approval']
const INSTANCES = ['approval:approval', 'approval:external_instance']
const CHECK = ['approval:approval', 'approval:approval:readonly', 'approval:external_instance']
const TASKS = ['approval:approval', 'approval:approval:readonly', 'approval:external_task']
const BOT = ['approval:approval:readonly']
const IM = ['im:message', 'im:message:send_as_bot']
const ATTENDANCE = ['attendance:task']
const CONTACTS = ['contact:contact.base:readonly']

const send = {
  ...tenant,
  api: 'bot.send',
  method: 'POST',
  scopes: BOT,
  page: '发送审批 Bot 消息',
  support: 'full; Markdown is kept, not rendered',
  handle: sendCard,
} as const satisfies Omit<Route, 'path'>

// The page states no frequency limit for updates.
const update = {
  ...tenant,
  api: 'bot.update',
  method: 'POST',
  limited: false,
  scopes: BOT,
  page: '更新审批 Bot 消息',
  support: 'full',
  handle: updateCard,
} as const satisfies Omit<Route, 'path'>

/** Every route of the local open platform. ROUTES.md is this table; a test holds both together. */
export const ROUTES: readonly Route[] = [
  {
    api: 'token',
    method: 'POST',
    path: '/open-apis/auth/v3/tenant_access_token/internal',
    token: 'none',
    scopes: [],
    limited: false,
    page: '自建应用获取 tenant_access_token',
    support: 'full',
    handle: issueTenantToken,
  },
  {
    api: 'oauth',
    method: 'POST',
    path: '/open-apis/authen/v2/oauth/token',
    token: 'none',
    scopes: [],
    limited: true,
    page: '获取 user_access_token',
    support: 'grant authorization_code, PKCE; no refresh_token, no narrowing by scope',
    handle: exchangeCode,
  },
  {
    api: 'user_info',
    method: 'GET',
    path: '/open-apis/authen/v1/user_info',
    token: 'user',
    scopes: [],
    limited: true,
    page: '获取用户信息',
    support: 'names and ids; no mail, no phone',
    handle: readUserInfo,
  },
  {
    ...tenant,
    api: 'jsapi_ticket',
    method: 'POST',
    path: '/open-apis/jssdk/ticket/get',
    scopes: [],
    page: '获取 JSAPI 临时调用凭证',
    support: 'full',
    handle: issueTicket,
  },
  {
    ...tenant,
    api: 'definition.create',
    method: 'POST',
    path: '/open-apis/approval/v4/external_approvals',
    scopes: DEFINITIONS,
    page: '创建三方审批定义',
    support: 'full',
    handle: saveDefinition,
  },
  {
    ...tenant,
    api: 'definition.get',
    method: 'GET',
    path: '/open-apis/approval/v4/external_approvals/:approval_code',
    scopes: DEFINITIONS,
    page: '查看指定三方审批定义',
    support: 'full',
    handle: readDefinition,
  },
  {
    ...tenant,
    api: 'instance.sync',
    method: 'POST',
    path: '/open-apis/approval/v4/external_instances',
    scopes: INSTANCES,
    page: '同步三方审批实例',
    support: 'full, except trusteeship, which is accepted and ignored',
    handle: syncInstance,
  },
  {
    ...tenant,
    api: 'instance.check',
    method: 'POST',
    path: '/open-apis/approval/v4/external_instances/check',
    scopes: CHECK,
    page: '校验三方审批实例',
    support: 'full',
    handle: checkInstances,
  },
  {
    ...tenant,
    api: 'task.list',
    method: 'GET',
    path: '/open-apis/approval/v4/external_tasks',
    scopes: TASKS,
    page: '获取三方审批任务状态',
    support: 'full',
    handle: listTasks,
  },
  { ...send, path: '/open-apis/approval/v1/message/send' },
  { ...send, path: '/approval/openapi/v1/message/send' },
  { ...update, path: '/open-apis/approval/v1/message/update' },
  { ...update, path: '/approval/openapi/v1/message/update' },
  {
    ...tenant,
    api: 'im.send',
    method: 'POST',
    path: '/open-apis/im/v1/messages',
    scopes: IM,
    page: '发送消息',
    support: 'to people only; text, post and cards as JSON 1.0',
    handle: sendMessage,
  },
  {
    ...tenant,
    api: 'im.patch',
    method: 'PATCH',
    path: '/open-apis/im/v1/messages/:message_id',
    scopes: IM,
    page: '更新已发送的消息卡片',
    support: 'full for cards as JSON 1.0',
    handle: patchMessage,
  },
  {
    ...tenant,
    api: 'user.batch',
    method: 'GET',
    path: '/open-apis/contact/v3/users/batch',
    scopes: CONTACTS,
    page: '批量获取用户信息',
    support: 'ids, names, departments, leader, status',
    handle: readUsers,
  },
  {
    ...tenant,
    api: 'user.by_address',
    method: 'POST',
    path: '/open-apis/contact/v3/users/batch_get_id',
    scopes: ['contact:user.id:readonly'],
    page: '通过手机号或邮箱获取用户 ID',
    support: 'full',
    handle: readIds,
  },
  {
    ...tenant,
    api: 'user.by_department',
    method: 'GET',
    path: '/open-apis/contact/v3/users/find_by_department',
    scopes: CONTACTS,
    page: '获取部门直属用户列表',
    support: 'ids, names, departments, leader, status; pages',
    handle: listMembers,
  },
  {
    ...tenant,
    api: 'user.get',
    method: 'GET',
    path: '/open-apis/contact/v3/users/:user_id',
    scopes: CONTACTS,
    page: '获取单个用户信息',
    support: 'ids, names, departments, leader, status',
    handle: readUser,
  },
  {
    ...tenant,
    api: 'department.children',
    method: 'GET',
    path: '/open-apis/contact/v3/departments/:department_id/children',
    scopes: [...CONTACTS, 'contact:department.organize:readonly'],
    page: '获取子部门列表',
    support: 'ids, names, parent, leaders, member count; pages',
    handle: listChildren,
  },
  {
    ...tenant,
    api: 'department.get',
    method: 'GET',
    path: '/open-apis/contact/v3/departments/:department_id',
    scopes: CONTACTS,
    page: '获取单个部门信息',
    support: 'ids, names, parent, leaders, member count',
    handle: readDepartment,
  },
  {
    ...tenant,
    api: 'contact.scopes',
    method: 'GET',
    path: '/open-apis/contact/v3/scopes',
    scopes: CONTACTS,
    page: '获取通讯录授权范围',
    support: 'one page',
    handle: readContactRange,
  },
  {
    ...tenant,
    api: 'attendance.write',
    method: 'POST',
    path: '/open-apis/attendance/v1/user_approvals',
    scopes: ATTENDANCE,
    page: '写入审批结果',
    support: 'full; nobody has an employee_no',
    handle: writeApproval,
  },
  {
    ...tenant,
    api: 'attendance.query',
    method: 'POST',
    path: '/open-apis/attendance/v1/user_approvals/query',
    scopes: ['attendance:task:readonly'],
    page: '获取审批数据',
    support: 'by PeriodTime and CreateTime; all groups are in Asia/Shanghai',
    handle: queryApprovals,
  },
  {
    ...tenant,
    api: 'attendance.process',
    method: 'POST',
    path: '/open-apis/attendance/v1/approval_infos/process',
    scopes: ATTENDANCE,
    page: '通知审批状态更新',
    support: 'withdrawals of leave, out, overtime and trip',
    handle: processApproval,
  },
  ...APP_ROUTES,
  {
    api: 'ws.endpoint',
    method: 'POST',
    path: '/callback/ws/endpoint',
    token: 'none',
    scopes: [],
    limited: false,
    page: '使用长连接接收事件',
    support: 'as the SDK asks: an address with a ticket; at most 50 connections; events, callbacks, pings',
    handle: issueEndpoint,
  },
]
