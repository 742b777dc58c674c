// [data-offline]: a banner while the device has no network.
face.each("[data-offline]", (banner) => {
  const show = () => { banner.hidden = navigator.onLine; };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
});
