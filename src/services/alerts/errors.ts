import { codedError, counted } from '../../core/index.ts';

export const alertInvalid = codedError<{ problems: readonly string[] }>('TF_ALERT_INVALID', {
  public: 'alert_invalid',
  status: 400,
  message: ({ problems }) => `This rule is invalid: ${problems.join('; ')}.`,
  advice: () =>
    'A rule names a read operation, its input, a field of its answer and a condition: {"operation":"get_report","input":{"symbol":"BTCUSDT"},"field":"spread_bps","when":"above","value":5}. Several conditions replace field, when and value: "match":"all","conditions":["spread_bps above 5 rearm 3","depth.imbalance below -0.5"].',
});

export const alertFieldUnknown = codedError<{
  operation: string;
  field: string;
  close: readonly string[];
  fields: readonly string[];
  left: number;
}>('TF_ALERT_FIELD_UNKNOWN', {
  public: 'alert_field_unknown',
  status: 400,
  message: ({ operation, field }) => `An answer of ${operation} has no field ${field}.`,
  advice: ({ operation, close, fields, left }) =>
    close.length > 0
      ? `Did you mean ${close.join(', ')}?`
      : `Its numbers are ${fields.join(', ')}${left > 0 ? ` and ${counted(left, 'other')}; list_formulas {"field":"${operation}"} lists all` : ''}.`,
});

export const alertUnknown = codedError<{ id: string }>('TF_ALERT_UNKNOWN', {
  public: 'alert_unknown',
  status: 404,
  message: ({ id }) => `There is no alert ${id}.`,
  advice: () => 'Use list_alerts, or `node bin/tallyfoil.js alert list`, to see existing alerts.',
});

export const alertExists = codedError<{ id: string }>('TF_ALERT_EXISTS', {
  public: 'alert_exists',
  status: 409,
  message: ({ id }) => `${id} already watches exactly this.`,
  advice: ({ id }) => `Change it with update_alert, or delete it with delete_alert {"id":"${id}"}.`,
});

export const alertsFull = codedError<{ most: number }>('TF_ALERT_TOO_MANY', {
  public: 'too_many_alerts',
  status: 409,
  message: ({ most }) => `At most ${most} alerts are allowed.`,
  advice: () => 'Delete some with delete_alert.',
});

export const outletUnavailable = codedError<{ outlet: string; reason: string }>('TF_ALERT_OUTLET_UNAVAILABLE', {
  public: 'alert_outlet_unavailable',
  status: 409,
  message: ({ outlet, reason }) => `Nothing can be sent to ${outlet}: ${reason}.`,
  advice: () =>
    'Outlets are log, which needs nothing; desktop, with notify-send or osascript; telegram, with TALLYFOIL_TELEGRAM_TOKEN and TALLYFOIL_TELEGRAM_CHAT; discord, with TALLYFOIL_DISCORD_WEBHOOK_URL; or the address of a webhook, with TALLYFOIL_WEBHOOK_SECRET. Set these on the server.',
});
