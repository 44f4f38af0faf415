from app import Ship, app, db

with app.app_context():
    db.create_all()
    db.session.add(Ship(name="Ariel"))
    db.session.commit()
