import type { Language } from './languages.ts'

/** Why something that somebody wanted is not done; the pages show what the server says of it. */
export const REFUSAL_TEXTS = {
  urgedTooSoon: {
    'zh-CN': '刚刚催办过，请在 {minutes} 分钟后再试',
    'en-US': 'Urged only just now. Possible again in {minutes} minutes.',
    'ja-JP': '催促したばかりです。{minutes} 分後に再度お試しください。',
  },
  feishuUnavailable: {
    'zh-CN': '暂时无法连接飞书，请稍后再试',
    'en-US': 'Feishu cannot be reached right now. Please try again.',
    'ja-JP': '現在 Feishu に接続できません。しばらくしてからお試しください。',
  },
  feishuQuota: {
    'zh-CN': '企业的飞书接口调用额度已用完，暂时无法提交或登录，请联系管理员；已登录的同事可以继续审批',
    'en-US':
      'The company has used up its calls to Feishu. Ask an administrator; whoever is logged in can go on deciding.',
    'ja-JP':
      '会社の Feishu API 呼び出し枠を使い切りました。管理者にご連絡ください。ログイン済みの方は承認を続けられます。',
  },
  tooManyCc: {
    'zh-CN': '该审批的抄送人已达上限',
    'en-US': 'No more people can be told of this approval',
    'ja-JP': 'この承認の共有先は上限に達しています',
  },
  tooManyRequests: {
    'zh-CN': '操作过于频繁，请稍后再试',
    'en-US': 'Too many attempts. Please wait.',
    'ja-JP': '操作の回数が多すぎます。しばらくしてから再度お試しください。',
  },
  tooManyComments: {
    'zh-CN': '该审批的评论数已达上限',
    'en-US': 'This approval has as many comments as it can have',
    'ja-JP': 'この承認のコメント数は上限に達しています',
  },
  tooMuchSaid: {
    'zh-CN': '该审批的评论、抄送和催办内容过多，已无法再添加',
    'en-US': 'So much has been said on this approval that there is no room for more',
    'ja-JP': 'この承認のコメント・共有・催促は上限に達しているため、これ以上追加できません',
  },
  tooMuchSubmitted: {
    'zh-CN': '该审批重新提交的内容过多，请撤回后重新发起',
    'en-US': 'This approval was submitted again too often. Withdraw it and start a new one.',
    'ja-JP': 'この承認は再提出の上限に達しました。取り下げてから新しく申請してください。',
  },
  decidedByOther: {
    'zh-CN': '该审批已由{name}处理：{status}',
    'en-US': 'Already decided by {name}: {status}',
    'ja-JP': 'すでに{name}さんが処理しました：{status}',
  },
  decidedInTime: {
    'zh-CN': '该审批超时未处理，已自动处理：{status}',
    'en-US': 'Nobody acted in time, so this was decided by itself: {status}',
    'ja-JP': '期限内に処理されなかったため、自動で処理されました：{status}',
  },
  taskEnded: {
    'zh-CN': '该审批任务已结束：{status}',
    'en-US': 'This task has already ended: {status}',
    'ja-JP': 'このタスクはすでに終了しています：{status}',
  },
  instanceEnded: {
    'zh-CN': '该审批已结束：{status}',
    'en-US': 'This approval has already ended: {status}',
    'ja-JP': 'この承認はすでに終了しています：{status}',
  },
  reasonRequired: {
    'zh-CN': '请填写审批意见',
    'en-US': 'Please give a reason',
    'ja-JP': '理由を入力してください',
  },
  personNotAllowed: {
    'zh-CN': '不能选择本人、发起人或已在该节点的审批人',
    'en-US': 'Neither yourself, nor the initiator, nor somebody who is at this node already',
    'ja-JP': '自分、申請者、すでにこのノードにいる人は選べません',
  },
  nodeNotAllowed: {
    'zh-CN': '只能退回到发起人或已通过的节点',
    'en-US': 'Only back to the initiator or to a node that was passed',
    'ja-JP': '申請者または通過済みのノードにのみ差し戻せます',
  },
  nobodyDecides: {
    'zh-CN': '找不到该审批的审批人和审批管理员，请联系管理员',
    'en-US': 'Neither an approver nor a manager of this approval can be found. Please tell an administrator.',
    'ja-JP': 'この承認の承認者も承認管理者も見つかりません。管理者にご連絡ください。',
  },
  resubmitNeeded: {
    'zh-CN': '请修改后重新提交，或撤回该审批',
    'en-US': 'Please submit it again, or withdraw it',
    'ja-JP': '修正して再提出するか、取り下げてください',
  },
  notRolledBack: {
    'zh-CN': '该审批未被退回，无需重新提交',
    'en-US': 'This approval was not sent back to you',
    'ja-JP': 'この承認は差し戻されていません',
  },
  tooManyTasks: {
    'zh-CN': '该审批的任务已达上限',
    'en-US': 'This approval has as many tasks as it can have',
    'ja-JP': 'この承認のタスク数は上限に達しています',
  },
  callbackRefused: {
    'zh-CN': '无法处理该操作，请打开详情页查看最新状态',
    'en-US': 'This action cannot be taken. Open the details to see the present state.',
    'ja-JP': 'この操作は実行できません。詳細を開いて最新の状態を確認してください。',
  },
  decisionWaits: {
    'zh-CN': '已提交“{action}”，正在等待对方系统处理',
    'en-US': '“{action}” was pressed and waits for the system that carries it on',
    'ja-JP': '「{action}」を送信済みです。相手システムの処理を待っています',
  },
  sourceRefused: {
    'zh-CN': '对方系统未接受该操作，请打开详情查看',
    'en-US': 'The system that carries it on did not take this. Open the details to see why.',
    'ja-JP': '相手システムがこの操作を受け付けませんでした。詳細を開いて確認してください。',
  },
  sourceSilent: {
    'zh-CN': '对方系统暂时没有响应，请稍后再试',
    'en-US': 'The system that carries it on does not answer right now. Please try again later.',
    'ja-JP': '相手システムが現在応答していません。しばらくしてから再度お試しください。',
  },
  callbackLater: {
    'zh-CN': '系统暂时无法处理，请稍后再试',
    'en-US': 'The system cannot take this right now. Please try again later.',
    'ja-JP': '現在処理できません。しばらくしてからもう一度お試しください。',
  },
} as const satisfies Record<string, Record<Language, string>>
