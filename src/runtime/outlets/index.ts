export { sendDiscord, sendTelegram } from './chat.ts';
export { desktopNotices, type Desktop } from './desktop.ts';
export { postWebhook, refuseUrl } from './webhook.ts';
