document.body.append('Harbour');
