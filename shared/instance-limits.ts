/** Feishu takes no more of one instance (同步三方审批实例). */
export const MOST_TASKS = 300
export const MOST_CC = 200
