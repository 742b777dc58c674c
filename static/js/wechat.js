// [data-wechat-hint]: shown inside WeChat, which cannot save files.
if (/MicroMessenger/i.test(navigator.userAgent)) {
  face.each("[data-wechat-hint]", (hint) => { hint.hidden = false; });
}
