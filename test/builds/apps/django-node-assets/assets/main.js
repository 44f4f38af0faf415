import clsx from 'clsx';

document.body.className = clsx('harbour', { night: new Date().getHours() > 20 });
