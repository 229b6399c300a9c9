// The access key, where the coordinator asks for one. Kept for this tab only.

const storeName = 'coordinator.key';
let asking = null;

// There is no going on without a key.
document.getElementById('key-dialog').addEventListener('cancel', (event) => event.preventDefault());

export const knownKey = () => sessionStorage.getItem(storeName);

export function askForKey(wasRefused) {
  asking ??= new Promise((resolve) => {
    const dialog = document.getElementById('key-dialog');
    const input = document.getElementById('key');
    document.getElementById('key-title').textContent = wasRefused ? 'This key was not accepted' : 'Access key';
    input.value = '';
    dialog.addEventListener('close', () => {
      sessionStorage.setItem(storeName, input.value.trim());
      asking = null;
      resolve();
    }, { once: true });
    dialog.showModal();
  });
  return asking;
}
